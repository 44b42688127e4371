using Panoptes.Foundation;

namespace Panoptes.Models.Backbones.HighResolution;

/// <summary>Which HRNet. The defaults are HRNet-W48.</summary>
public sealed record HrNetConfig
{
    /// <summary>Channels at stride 4; each halving of the resolution doubles them. Published: 18, 32, 40, 48.</summary>
    public int Width { get; init; } = 48;

    /// <summary>Bottlenecks before the first branching.</summary>
    public int StemBlocks { get; init; } = 4;

    /// <summary>Basic blocks of each branch between two exchanges.</summary>
    public int BlocksPerBranch { get; init; } = 4;

    /// <summary>Exchanges of the stages with 2, 3 and 4 branches.</summary>
    public IReadOnlyList<int> Modules { get; init; } = [1, 4, 3];

    /// <summary>Whose way of enlarging coarse maps.</summary>
    public HrNetVariant Form { get; init; } = HrNetVariant.Mmseg;

    /// <summary>Whether enlarging aligns the corner pixels' centers; in the authors' form only.</summary>
    public bool AlignCorners { get; init; }

    /// <summary>HRNet-W18.</summary>
    public static HrNetConfig W18 { get; } = new() { Width = 18 };

    /// <summary>
    /// HRNet-W18-small, the authors' second version ("v2", mmsegmentation's hr18s): half the blocks and fewer exchanges. Their first has
    /// other widths.
    /// </summary>
    public static HrNetConfig W18Small { get; } = new() { Width = 18, StemBlocks = 2, BlocksPerBranch = 2, Modules = [1, 3, 2] };

    /// <summary>HRNet-W48.</summary>
    public static HrNetConfig W48 { get; } = new();

    /// <summary>Checks the values.</summary>
    /// <exception cref="InputException">A value is out of range.</exception>
    internal void Validate()
    {
        if (Width < 1 || StemBlocks < 1 || BlocksPerBranch < 1 || Modules.Count != 3 || Modules.Any(count => count < 1))
        {
            throw new InputException(
                "HRNet",
                $"width {Width}, {StemBlocks} stem blocks, {BlocksPerBranch} blocks per branch, modules [{string.Join(", ", Modules)}]",
                "numbers of at least 1, and three of modules",
                "take the values of a published HRNet");
        }
    }
}
