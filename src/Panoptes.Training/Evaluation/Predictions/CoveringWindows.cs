namespace Panoptes.Training.Evaluation.Predictions;

/// <summary>Where the fewest windows lie that cover an image, at even distances (EoMT, training/lightning_module.py).</summary>
public static class CoveringWindows
{
    /// <summary>Starts of the windows along one axis: ceil(length / window) of them, the first at 0, the last at the far border.</summary>
    /// <param name="length">Pixels along the axis, at least 1.</param>
    /// <param name="window">Pixels of a window, at least 1; a longer one than the image is cut to it.</param>
    public static IReadOnlyList<int> Starts(int length, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var count = (length + window - 1) / window;
        var overlap = count > 1 ? (((double)count * window) - length) / (count - 1) : 0;
        return [.. Enumerable.Range(0, count).Select(i => (int)(i * (window - overlap)))];
    }
}
