using Panoptes.Models.Backbones.Plain;
using Panoptes.Models.MaskDecoders.Plain;

namespace Panoptes.Models.Catalog.Families.PlainMasks;

/// <summary>What EoMT and PMT both take: a plain vision transformer, queries, and masks that are annealed away.</summary>
public abstract record PlainMaskOptions : ModelOptions
{
    /// <summary>Channels of a token. Published: 384 (S), 768 (B), 1024 (L), 1536 (g).</summary>
    public int Width { get; init; } = 384;

    /// <summary>Blocks of the encoder. Published: 12, 12, 24, 40.</summary>
    public int Depth { get; init; } = 12;

    /// <summary>Attention heads, a divisor of the width. Published: 6, 12, 16, 24.</summary>
    public int Heads { get; init; } = 6;

    /// <summary>Queries: the most masks that an image can get. Published: 200, 100 for semantic segmentation.</summary>
    public int Queries { get; init; } = 200;

    /// <summary>
    /// The [height, width] in pixels that the position embedding is for, multiples of 16. Other images are refused, but for those that are
    /// fitted into it, which are padded.
    /// </summary>
    public IReadOnlyList<int> ImageSize { get; init; } = [640, 640];

    /// <summary>
    /// Whether images of every size are taken: padded to multiples of 16, the position embedding resized to them. Published models never
    /// do.
    /// </summary>
    public bool ResamplePositions { get; init; }

    /// <summary>What the encoder's layer scales start from where no weights are loaded: 1e-5 in DINOv2.</summary>
    public double LayerScale { get; init; } = 1e-5;

    /// <summary>
    /// Updates after which each block that queries pass begins to let go of the masks; empty spreads them over the training as the
    /// published ones are.
    /// </summary>
    public IReadOnlyList<long> AnnealingStart { get; init; } = [];

    /// <summary>Updates after which each such block uses no masks any more; as many as <see cref="AnnealingStart"/>.</summary>
    public IReadOnlyList<long> AnnealingEnd { get; init; } = [];

    /// <summary>Exponent of the curve on which the masks are let go, above 0.</summary>
    public double AnnealingPower { get; init; } = 0.9;

    /// <summary>When blocks let go of the masks.</summary>
    internal MaskAnnealing Annealing => new() { Start = AnnealingStart, End = AnnealingEnd, Power = AnnealingPower };

    /// <summary>Blocks that queries pass.</summary>
    private protected abstract int MaskedBlocks { get; }

    /// <summary>The encoder of one of the family's models.</summary>
    internal PlainTransformerConfig Encoder(bool isGated = false) => new()
    {
        Width = Width,
        Depth = Depth,
        Heads = Heads,
        ImageSize = ImageSize,
        IsGated = isGated,
        LayerScale = LayerScale,
        ResamplePositions = ResamplePositions,
    };

    /// <inheritdoc/>
    public override void Check(string name)
    {
        Require(Heads >= 1, "heads", Heads, "at least 1");
        Require(Width >= Heads && Width % Heads == 0, "width", Width, $"a multiple of model.heads, {Heads}");
        Require(Depth is >= 1 and <= 100, "depth", Depth, "1 to 100");
        Require(Queries is >= 1 and <= 10_000, "queries", Queries, "1 to 10000");
        Require(
            ImageSize.Count == 2 && ImageSize.All(side => side is >= 16 and <= 65536 && side % 16 == 0), "image_size", ImageSize,
            "[height, width], both multiples of 16");
        Require(LayerScale > 0, "layer_scale", LayerScale, "above 0");
        Annealing.Validate(MaskedBlocks);
    }
}
