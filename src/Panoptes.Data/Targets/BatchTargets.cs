using Panoptes.Tensors;

namespace Panoptes.Data.Targets;

/// <summary>What is known of the images of a batch; what was not asked for is null.</summary>
/// <param name="Labels">(N,H,W) int64 train ids; padding and ignored pixels are the table's void id.</param>
/// <param name="Segments">Segments that do not overlap.</param>
/// <param name="Instances">N lists of objects, each with a mask of its own.</param>
public sealed record BatchTargets(
    Tensor? Labels = null, SegmentTargets? Segments = null, IReadOnlyList<IReadOnlyList<InstanceTarget>>? Instances = null);
