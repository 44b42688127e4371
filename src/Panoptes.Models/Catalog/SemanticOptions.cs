using Panoptes.Models.Heads;

namespace Panoptes.Models.Catalog;

/// <summary>What every family takes whose heads classify pixels.</summary>
public abstract record SemanticOptions : ModelOptions
{
    /// <summary>Share of channels dropped before each classifier in training, 0 to below 1. Default 0.1; 0 on HRNet and DINOv2.</summary>
    public double? Dropout { get; init; }

    /// <summary>
    /// Whether heads align corner pixels when they resize, as some published 769x769 models do; and HRNet itself in its authors' form.
    /// Default false; true for OCRNet in the authors' form, as they trained it.
    /// </summary>
    public bool? AlignCorners { get; init; }

    /// <inheritdoc/>
    public override void Check(string name) => Require(Dropout is null or (>= 0 and < 1), "dropout", Dropout, "0 to below 1");

    /// <summary>A head with what these options say about every head.</summary>
    /// <param name="head">The head.</param>
    /// <param name="classes">Number of classes, without void.</param>
    /// <param name="channels">The head's working width.</param>
    /// <param name="dropout">The family's own dropout, taken where the options say nothing.</param>
    public HeadConfig Head(HeadConfig head, int classes, int channels, double dropout = 0.1)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head with
        {
            Channels = channels,
            NumClasses = classes,
            Dropout = Dropout ?? dropout,
            AlignCorners = AlignCorners ?? false,
        };
    }

    /// <summary>Checks a working width.</summary>
    private protected static void RequireWidth(int? channels) => Require(channels is null or >= 1, "head_channels", channels, "at least 1");

    /// <summary>Checks a share of samples that skip a branch.</summary>
    private protected static void RequireDropPath(double? share) =>
        Require(share is null or (>= 0 and < 1), "drop_path", share, "0 to below 1");
}
