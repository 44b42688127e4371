namespace Panoptes.Models.Backbones.Mscan;

/// <summary>Which MSCAN (Guo et al. 2022, table 2). The defaults are MSCAN-T's.</summary>
public sealed record MscanConfig
{
    /// <summary>Channels of the four stages.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [32, 64, 160, 256];

    /// <summary>Blocks of the four stages.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [3, 3, 5, 2];

    /// <summary>Hidden channels of a block's feed-forward part per channel, by stage.</summary>
    public IReadOnlyList<int> Expansions { get; init; } = [8, 8, 4, 4];

    /// <summary>Share of samples that the last block's branches skip in training.</summary>
    public double DropPath { get; init; } = 0.1;

    /// <summary>MSCAN-T, S, B or L.</summary>
    /// <param name="size">t, s, b or l.</param>
    public static MscanConfig Of(char size) => size switch
    {
        't' => new MscanConfig(),
        's' => new MscanConfig { Widths = [64, 128, 320, 512], Depths = [2, 2, 4, 2] },
        'b' => new MscanConfig { Widths = [64, 128, 320, 512], Depths = [3, 3, 12, 3] },
        'l' => new MscanConfig { Widths = [64, 128, 320, 512], Depths = [3, 5, 27, 3], DropPath = 0.3 },
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "t, s, b or l"),
    };
}
