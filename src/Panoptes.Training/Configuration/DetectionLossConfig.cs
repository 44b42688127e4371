using Panoptes.Foundation;

namespace Panoptes.Training.Configuration;

/// <summary>
/// The losses of detectors in two stages and more (Mask R-CNN, Cascade Mask R-CNN); the defaults are detectron2's.
/// </summary>
public sealed record DetectionLossConfig
{
    /// <summary>Weight of the semantic head's loss, at least 0.</summary>
    public double SemanticWeight { get; init; } = 0.5;

    /// <summary>Weight of all other losses, at least 0.</summary>
    public double ObjectWeight { get; init; } = 1;

    /// <summary>An anchor that overlaps no object by this much is background, 0 to 1.</summary>
    public double AnchorBackground { get; init; } = 0.3;

    /// <summary>An anchor that overlaps an object by this much is its own, at least <see cref="AnchorBackground"/>, to 1.</summary>
    public double AnchorForeground { get; init; } = 0.7;

    /// <summary>Anchors of an image that learn, at least 1.</summary>
    public int Anchors { get; init; } = 256;

    /// <summary>The largest share of them that are objects' own, 0 to 1.</summary>
    public double AnchorPositives { get; init; } = 0.5;

    /// <summary>Proposals of an image that learn, at least 1.</summary>
    public int Proposals { get; init; } = 512;

    /// <summary>The largest share of them that are objects' own, 0 to 1.</summary>
    public double ProposalPositives { get; init; } = 0.25;

    /// <summary>
    /// For each stage, how much a box must overlap an object to be its own, 0 to 1; a network of fewer stages takes the first ones.
    /// </summary>
    public IReadOnlyList<double> StageOverlaps { get; init; } = [0.5, 0.6, 0.7];

    /// <summary>
    /// DropLoss (Wang et al. 2023, "Cut and learn", section 3.3, as CUPS has it): boxes that, once moved, overlap no labeled object by more
    /// than this are not told that they are background, since labels may lack objects; 0 to 1, and null is off. CUPS: 0.4.
    /// </summary>
    public double? DropIou { get; init; }

    /// <summary>
    /// Whether an image without a labeled object drops all its boxes, which overlap none; else none of them.
    /// </summary>
    public bool DropWithoutObjects { get; init; } = true;

    /// <summary>
    /// Whether boxes are compared as the published code of CUPS does, for parity: with the first few objects that the boxes were matched
    /// with, which may lack some, and not at all in the first stage of a batch with an image without objects.
    /// </summary>
    public bool DropAsReleased { get; init; }

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">An option is out of range; names it.</exception>
    public void Validate()
    {
        Require.AtLeast("train.detection.semantic_weight", SemanticWeight, 0);
        Require.AtLeast("train.detection.object_weight", ObjectWeight, 0);
        Require.AtLeast("train.detection.anchors", Anchors, 1);
        Require.AtLeast("train.detection.proposals", Proposals, 1);
        Require.Within("train.detection.anchor_background", AnchorBackground, 0, 1);
        Require.Within("train.detection.anchor_foreground", AnchorForeground, 0, 1);
        Require.Within("train.detection.anchor_positives", AnchorPositives, 0, 1);
        Require.Within("train.detection.proposal_positives", ProposalPositives, 0, 1);
        Require.Within("train.detection.drop_iou", DropIou ?? 0, 0, 1);
        Require.That(
            AnchorForeground >= AnchorBackground, "train.detection.anchor_foreground", AnchorForeground,
            $"at least anchor_background, {AnchorBackground}", "raise it");
        Require.That(
            StageOverlaps.Count > 0 && StageOverlaps.All(overlap => overlap is >= 0 and <= 1), "train.detection.stage_overlaps",
            string.Join(", ", StageOverlaps), "numbers from 0 to 1, one for each stage", "correct the list");
        Require.That(
            DropIou is not null || !DropAsReleased, "train.detection.drop_as_released", DropAsReleased,
            "false where train.detection.drop_iou is null", "set train.detection.drop_iou");
    }
}
