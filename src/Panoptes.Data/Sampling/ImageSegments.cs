namespace Panoptes.Data.Sampling;

/// <summary>The segments of an image as an index keeps them.</summary>
/// <param name="Width">Width of the labels in pixels.</param>
/// <param name="Height">Height of the labels in pixels.</param>
/// <param name="Packed">The segments.</param>
internal sealed record ImageSegments(int Width, int Height, PackedSegment[] Packed)
{
    /// <summary>An image of which nothing is known.</summary>
    public static ImageSegments None { get; } = new(1, 1, []);

    /// <summary>Packs the segments of a sample.</summary>
    public static ImageSegments Of(SampleSegments segments) =>
        new(segments.Width, segments.Height, [.. segments.Segments.Select(PackedSegment.Of)]);
}
