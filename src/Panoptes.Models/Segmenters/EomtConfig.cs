using Panoptes.Models.Backbones.Plain;
using Panoptes.Models.MaskDecoders.Plain;

namespace Panoptes.Models.Segmenters;

/// <summary>Settings of <see cref="Eomt"/>; the defaults are those of EoMT-S for COCO.</summary>
public sealed record EomtConfig
{
    /// <summary>The encoder.</summary>
    public PlainTransformerConfig Encoder { get; init; } = PlainTransformerConfig.Small;

    /// <summary>Number of classes, without void and "no object".</summary>
    public int NumClasses { get; init; } = 19;

    /// <summary>Queries: the most masks that an image can get.</summary>
    public int Queries { get; init; } = 200;

    /// <summary>The encoder's last blocks, which queries pass, too.</summary>
    public int LateBlocks { get; init; } = 3;

    /// <summary>
    /// Whether queries look inside their masks while the network trains, and every late block predicts; else there is the last prediction
    /// alone.
    /// </summary>
    public bool MaskedAttention { get; init; } = true;

    /// <summary>When the late blocks let go of the masks.</summary>
    public MaskAnnealing Annealing { get; init; } = new();
}
