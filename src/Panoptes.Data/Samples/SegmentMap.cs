using Panoptes.Imaging;

namespace Panoptes.Data.Samples;

/// <summary>Segments of one image that do not overlap: an id a pixel (0 = none) and the table of ids.</summary>
/// <param name="Ids">Segment id of every pixel; 0 where there is none.</param>
/// <param name="Segments">Every id of the map but 0, once.</param>
public sealed record SegmentMap(Plane<int> Ids, IReadOnlyList<Segment> Segments);
