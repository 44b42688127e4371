namespace Panoptes.Metrics.Panoptic;

/// <summary>Which segments are looked at, by their area in pixels.</summary>
public enum SegmentSize
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Below 32 x 32.</summary>
    Small,

    /// <summary>32 x 32 to 96 x 96.</summary>
    Medium,

    /// <summary>Above 96 x 96.</summary>
    Large,

    /// <summary>Above 256 x 256; part of the large ones.</summary>
    Huge,
}

/// <summary>Sizes of segments.</summary>
public static class SegmentSizes
{
    /// <summary>The sizes that are told apart, so all but <see cref="SegmentSize.All"/>.</summary>
    public static IReadOnlyList<SegmentSize> Apart { get; } =
        [SegmentSize.Small, SegmentSize.Medium, SegmentSize.Large, SegmentSize.Huge];

    /// <summary>The sizes that a segment has, <see cref="SegmentSize.All"/> not among them: one, or two where it is huge.</summary>
    /// <param name="area">Its area in pixels.</param>
    public static (SegmentSize Size, bool IsHuge) Of(long area) => (
        area < 32 * 32 ? SegmentSize.Small : area <= 96 * 96 ? SegmentSize.Medium : SegmentSize.Large, area > 256 * 256);
}
