namespace Panoptes.Metrics.Atlas.Segments;

/// <summary>The segments of one image, and what they share.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Truth">Segments of the truth.</param>
/// <param name="Prediction">Predicted segments.</param>
/// <param name="Shared">Pairs that share a pixel, each once.</param>
/// <param name="OnVoid">By predicted segment: its pixels where the truth says nothing.</param>
public sealed record AtlasScene(
    int Width, int Height, IReadOnlyList<AtlasSegment> Truth, IReadOnlyList<AtlasSegment> Prediction,
    IReadOnlyList<SharedPixels> Shared, IReadOnlyList<long> OnVoid)
{
    /// <summary>Boundary IoU of a truth and a predicted segment by their places, 0 to 1; NaN where it is not known.</summary>
    public Func<int, int, double> BoundaryIoU { get; init; } = (_, _) => double.NaN;

    /// <summary>A predicted segment's pixels where the truth says something.</summary>
    public long JudgedArea(int prediction) => Prediction[prediction].Area - OnVoid[prediction];

    /// <summary>Intersection over union, pixels without truth left out.</summary>
    public double IoU(SharedPixels pair) =>
        (double)pair.Pixels / (Truth[pair.Truth].Area + JudgedArea(pair.Prediction) - pair.Pixels);
}
