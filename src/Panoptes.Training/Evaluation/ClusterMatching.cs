using Panoptes.Metrics.Panoptic;

namespace Panoptes.Training.Evaluation;

/// <summary>
/// How the clusters that a network was trained with are named by classes of the truth, where it is measured by <c>unsupervised</c> or
/// <c>unsupervised_semantic</c> (CUPS, section 4).
/// </summary>
public sealed record ClusterMatching
{
    /// <summary>
    /// Whether clusters of things are named by thing classes only, and clusters of stuff by stuff classes, for panoptic quality. mIoU and
    /// accuracy never match apart.
    /// </summary>
    public bool Separate { get; init; } = true;

    /// <summary>
    /// Whether a class names one cluster at most; clusters left over become void. Else each takes its most frequent class.
    /// </summary>
    public bool OneToOne { get; init; }

    /// <summary>
    /// How void counts: <c>official</c> as panopticapi does, <c>torchmetrics</c> as CUPS measures, where what a network leaves out is not
    /// missed.
    /// </summary>
    public VoidRule VoidRule { get; init; } = VoidRule.Official;
}
