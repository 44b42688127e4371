using Panoptes.Foundation;

namespace Panoptes.Training.Configuration;

/// <summary>Whose settings intra-batch supervision takes where none are given.</summary>
public enum IntraBatchPreset
{
    /// <summary>Those of the authors' released configurations.</summary>
    Released,

    /// <summary>Those that the paper states.</summary>
    Paper,
}

/// <summary>Which other image of the batch an image's embeddings meet.</summary>
public enum IntraBatchPairing
{
    /// <summary>
    /// <see cref="Pair"/> where the sampler drew the batch in pairs (<c>data.sampler.kind=class_pair</c>), else <see cref="Random"/>.
    /// </summary>
    Auto,

    /// <summary>Any other one, each as likely, drawn anew for every prediction.</summary>
    Random,

    /// <summary>Images 2k and 2k + 1 meet each other.</summary>
    Pair,
}

/// <summary>
/// Intra-batch supervision (de Geus and Dubbelman, "Intra-Batch Supervision for Panoptic Segmentation on High-Resolution Images", 2023).
/// </summary>
public sealed record IntraBatchConfig
{
    /// <summary>Whose values <see cref="Weight"/> and <see cref="Points"/> take where they are null; they depend on the network.</summary>
    public IntraBatchPreset Preset { get; init; } = IntraBatchPreset.Released;

    /// <summary>Weight of its loss (the paper's lambda), at least 0; null for the preset's.</summary>
    public double? Weight { get; init; }

    /// <summary>Points of each mask at which it is to be empty, by uncertainty; 0 for all pixels; null for the preset's.</summary>
    public int? Points { get; init; }

    /// <summary>Candidates drawn for each point, 1 to 100.</summary>
    public double Oversampling { get; init; } = 3;

    /// <summary>Share of the points that are the most uncertain candidates, 0 to 1; the others are drawn anew.</summary>
    public double Importance { get; init; } = 0.75;

    /// <summary>Which other image an image's embeddings meet.</summary>
    public IntraBatchPairing Pairing { get; init; } = IntraBatchPairing.Auto;

    /// <summary>Weight of the focal loss's positive label, 0 to 1; as all labels are negative here, 1 - alpha counts.</summary>
    public double FocalAlpha { get; init; } = 0.25;

    /// <summary>Exponent of the focal loss's discount, at least 0.</summary>
    public double FocalGamma { get; init; } = 2;

    /// <summary>
    /// Leaves the class of train id 0 out though it is one of things, as the released code does by accident: for comparisons with it alone.
    /// </summary>
    public bool DropClassZero { get; init; }

    /// <summary>
    /// How many images of earlier batches are remembered by their features, without gradients, and may be met too: for batches of one or
    /// two. An extension, not the paper's method; off at 0.
    /// </summary>
    public int Memory { get; init; }

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">An option is out of range; names it.</exception>
    public void Validate()
    {
        Require.AtLeast("train.intra_batch.weight", Weight ?? 0, 0);
        Require.AtLeast("train.intra_batch.points", Points ?? 0, 0);
        Require.Within("train.intra_batch.oversampling", Oversampling, 1, 100);
        Require.Within("train.intra_batch.importance", Importance, 0, 1);
        Require.Within("train.intra_batch.focal_alpha", FocalAlpha, 0, 1);
        Require.AtLeast("train.intra_batch.focal_gamma", FocalGamma, 0);
        Require.AtLeast("train.intra_batch.memory", Memory, 0);
    }
}
