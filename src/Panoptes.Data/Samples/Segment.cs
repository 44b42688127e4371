namespace Panoptes.Data.Samples;

/// <summary>One segment of a panoptic or instance labeling.</summary>
/// <param name="Id">The id it has in <see cref="SegmentMap.Ids"/>, above 0.</param>
/// <param name="CategoryTrainId">Its class's train id, or the table's void id.</param>
/// <param name="IsThing">True for a countable object.</param>
/// <param name="IsCrowd">True for a group of objects that were not told apart.</param>
/// <param name="Area">Its pixels in the map.</param>
public sealed record Segment(int Id, int CategoryTrainId, bool IsThing, bool IsCrowd, long Area);
