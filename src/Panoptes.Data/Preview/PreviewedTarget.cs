namespace Panoptes.Data.Preview;

/// <summary>The segment that a crop is laid round, as it is looked at.</summary>
/// <param name="Pair">The number of its pair in the stream; null for a crop without a partner.</param>
/// <param name="Class">Its class.</param>
/// <param name="Segment">Its id in the labels.</param>
/// <param name="Asked">The size asked for in pixels: the root of its box's area; null where none is.</param>
/// <param name="Size">The size that its whole box has in the crop.</param>
/// <param name="Seen">The size of the part of the box that the crop shows.</param>
public sealed record PreviewedTarget(long? Pair, string Class, long Segment, int? Asked, double Size, double Seen);
