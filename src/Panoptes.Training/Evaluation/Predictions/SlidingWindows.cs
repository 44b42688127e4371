namespace Panoptes.Training.Evaluation.Predictions;

/// <summary>Where the windows of a sliding-window evaluation lie.</summary>
public static class SlidingWindows
{
    /// <summary>
    /// Starts of the windows along one axis: max(length - window + stride - 1, 0) / stride + 1 of them; those that would stand over the
    /// border are shifted back, so that every window is whole where the image allows it (mmsegmentation, <c>slide_inference</c>).
    /// </summary>
    /// <param name="length">Pixels along the axis, at least 1.</param>
    /// <param name="window">Pixels of a window, at least 1; a longer one than the image is cut to it.</param>
    /// <param name="stride">Pixels between windows, 1 to <paramref name="window"/>.</param>
    public static IReadOnlyList<int> Starts(int length, int window, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride, window);
        var count = (Math.Max(length - window + stride - 1, 0) / stride) + 1;
        return [.. Enumerable.Range(0, count).Select(i => Math.Max(Math.Min((i * stride) + window, length) - window, 0))];
    }
}
