namespace Panoptes.Models.Backbones.Mit;

/// <summary>Which Mix Transformer (Xie et al. 2021, table 6). The defaults are MiT-B0's.</summary>
public sealed record MixTransformerConfig
{
    /// <summary>Whose parameter names and epsilons.</summary>
    public SegformerVariant Form { get; init; }

    /// <summary>Channels of the four stages.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [32, 64, 160, 256];

    /// <summary>Blocks of the four stages.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [2, 2, 2, 2];

    /// <summary>Attention heads of the four stages; each divides the stage's channels.</summary>
    public IReadOnlyList<int> Heads { get; init; } = [1, 2, 5, 8];

    /// <summary>How many times smaller, along each side, the map is that attention looks at.</summary>
    public IReadOnlyList<int> Reductions { get; init; } = [8, 4, 2, 1];

    /// <summary>Hidden channels of a block's feed-forward part per channel.</summary>
    public int Expansion { get; init; } = 4;

    /// <summary>Share of samples that the last block's branches skip in training.</summary>
    public double DropPath { get; init; } = 0.1;

    /// <summary>MiT-B0 to MiT-B5.</summary>
    /// <param name="size">0 to 5.</param>
    public static MixTransformerConfig Of(int size) => new()
    {
        Widths = size == 0 ? [32, 64, 160, 256] : [64, 128, 320, 512],
        Depths = size switch
        {
            0 or 1 => [2, 2, 2, 2],
            2 => [3, 4, 6, 3],
            3 => [3, 4, 18, 3],
            4 => [3, 8, 27, 3],
            5 => [3, 6, 40, 3],
            _ => throw new ArgumentOutOfRangeException(nameof(size), size, "0 to 5"),
        },
    };
}
