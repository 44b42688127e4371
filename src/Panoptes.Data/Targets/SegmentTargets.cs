using Panoptes.Tensors;

namespace Panoptes.Data.Targets;

/// <summary>The segments of a batch: a map of ids with a table for each sample.</summary>
/// <param name="Ids">(N,H,W) int32: a segment's place in its sample's table, counted from 1; 0 where there is none, and in padding.</param>
/// <param name="Tables">N tables; every id of a sample's map but 0 is in its table once.</param>
public sealed record SegmentTargets(Tensor Ids, IReadOnlyList<IReadOnlyList<SegmentTarget>> Tables);
