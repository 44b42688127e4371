namespace Panoptes.Data.Targets;

/// <summary>One segment of a sample as a batch shows it: after resize, crop, flip and padding.</summary>
/// <param name="Id">Its id in <see cref="SegmentTargets.Ids"/>: 1 for the first of its table, 2 for the second, ...</param>
/// <param name="SourceId">The id that the data set gives it; 0 for an object that was pasted.</param>
/// <param name="TrainId">Its class's train id.</param>
/// <param name="IsThing">True for a countable object.</param>
/// <param name="IsCrowd">True for a group of objects that were not told apart.</param>
/// <param name="Area">Its pixels in the batch's map.</param>
public sealed record SegmentTarget(int Id, int SourceId, int TrainId, bool IsThing, bool IsCrowd, long Area);
