using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Sampling;

/// <summary>The segment that a crop is laid round.</summary>
/// <param name="Segment">The segment; its box is in pixels of the labels.</param>
/// <param name="LayerWidth">Width of the labels in pixels.</param>
/// <param name="LayerHeight">Height of the labels in pixels.</param>
public sealed record CropTarget(IndexedSegment Segment, int LayerWidth, int LayerHeight)
{
    /// <summary>
    /// The size in pixels that a thing is resized to: the root of its box's area. Null where the image is resized as always.
    /// </summary>
    public int? Size { get; init; }

    /// <summary>The number of its pair in the stream, which the crops of a pair share; null for a crop without a partner.</summary>
    public long? Pair { get; init; }

    /// <summary>The point of the labels that the crop must show; null for the middle of the box.</summary>
    public (double X, double Y)? Point { get; init; }

    /// <summary>The root of the area of the segment's whole box where a geometry takes it, in pixels of the output.</summary>
    /// <param name="geometry">How the image was moved.</param>
    public double SizeIn(Geometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        var map = geometry.ForSource(LayerWidth, LayerHeight);
        return Math.Sqrt(Segment.Box.Width / map.ScaleX * (Segment.Box.Height / map.ScaleY));
    }

    /// <summary>The segment's box where a geometry takes it, cut at the edges of what shows the image.</summary>
    /// <param name="geometry">How the image was moved.</param>
    /// <returns>Left, top, right and bottom edge in pixels of the output.</returns>
    public (double Left, double Top, double Right, double Bottom) BoxIn(Geometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        var map = geometry.ForSource(LayerWidth, LayerHeight);
        var (x0, y0) = map.ToOutput(Segment.Box.Left, Segment.Box.Top);
        var (x1, y1) = map.ToOutput(Segment.Box.Right, Segment.Box.Bottom);
        var content = map.Content;
        return (
            Math.Max(Math.Min(x0, x1), content.Left), Math.Max(Math.Min(y0, y1), content.Top),
            Math.Min(Math.Max(x0, x1), content.Right), Math.Min(Math.Max(y0, y1), content.Bottom));
    }
}
