using Panoptes.Models.Backbones.Plain;
using Panoptes.Models.MaskDecoders.Plain;

namespace Panoptes.Models.Segmenters;

/// <summary>Settings of <see cref="Pmt"/>; the defaults are those of the small network.</summary>
public sealed record PmtConfig
{
    /// <summary>The encoder, which does not learn.</summary>
    public PlainTransformerConfig Encoder { get; init; } = PlainTransformerConfig.Small;

    /// <summary>Number of classes, without void and "no object".</summary>
    public int NumClasses { get; init; } = 19;

    /// <summary>Queries: the most masks that an image can get.</summary>
    public int Queries { get; init; } = 200;

    /// <summary>Blocks of the decoder.</summary>
    public int Blocks { get; init; } = 6;

    /// <summary>When the decoder's blocks let go of the masks.</summary>
    public MaskAnnealing Annealing { get; init; } = new();

    /// <summary>The encoder's blocks that the decoder reads: a quarter, a half, three quarters and all of its depth.</summary>
    internal int[] Read => [.. Enumerable.Range(1, 4).Select(quarter => (quarter * Encoder.Depth / 4) - 1).Distinct()];
}
