using Panoptes.Foundation;
using Panoptes.Training.Matching;

namespace Panoptes.Training.Configuration;

/// <summary>The loss of networks that predict a set of masks (Mask2Former's defaults).</summary>
public sealed record MaskLossConfig
{
    /// <summary>
    /// What the true masks are: <c>segments</c> (panoptic), <c>instances</c> or <c>labels</c> (semantic); null for those of the run's task.
    /// </summary>
    public MaskSource? Source { get; init; }

    /// <summary>Weight of the class, in matching and in the loss; at least 0.</summary>
    public double ClassWeight { get; init; } = 2;

    /// <summary>Weight of the mask's binary cross-entropy.</summary>
    public double MaskWeight { get; init; } = 5;

    /// <summary>Weight of the mask's dice loss.</summary>
    public double DiceWeight { get; init; } = 5;

    /// <summary>Weight of "no object" in the mean over queries of the class loss, 0 to 1.</summary>
    public double NoObjectWeight { get; init; } = 0.1;

    /// <summary>Points at which a mask is compared with its truth.</summary>
    public int Points { get; init; } = 12544;

    /// <summary>Candidates drawn for each point, at least 1.</summary>
    public double Oversampling { get; init; } = 3;

    /// <summary>Share of the points that are the most uncertain candidates, 0 to 1; the others are drawn anew.</summary>
    public double Importance { get; init; } = 0.75;

    /// <summary>
    /// DropLoss: a query that answers for no labeled mask, says that it sees something, and overlaps none by more than this is not told
    /// that it is nothing, since labels may lack what it sees; 0 to 1, and null is off.
    /// </summary>
    public double? DropIou { get; init; }

    /// <summary>The weights, as matching takes them.</summary>
    internal MaskWeights Weights => new(ClassWeight, MaskWeight, DiceWeight);

    /// <summary>Checks ranges.</summary>
    /// <exception cref="Foundation.InputException">An option is out of range; names it.</exception>
    public void Validate()
    {
        Require.AtLeast("train.masks.class_weight", ClassWeight, 0);
        Require.AtLeast("train.masks.mask_weight", MaskWeight, 0);
        Require.AtLeast("train.masks.dice_weight", DiceWeight, 0);
        Require.Positive("train.masks.class_weight + mask_weight + dice_weight", ClassWeight + MaskWeight + DiceWeight);
        Require.Within("train.masks.no_object_weight", NoObjectWeight, 0, 1);
        Require.AtLeast("train.masks.points", Points, 1);
        Require.Within("train.masks.oversampling", Oversampling, 1, 100);
        Require.Within("train.masks.importance", Importance, 0, 1);
        Require.Within("train.masks.drop_iou", DropIou ?? 0, 0, 1);
    }
}
