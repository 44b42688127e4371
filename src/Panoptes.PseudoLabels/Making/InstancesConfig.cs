using Panoptes.Foundation;
using Panoptes.PseudoLabels.Instances;

namespace Panoptes.PseudoLabels.Making;

/// <summary>How instances are found.</summary>
public sealed record InstancesConfig
{
    /// <summary>Where they come from: <c>none</c>, <c>files</c>, <c>depth</c>, <c>thing_depth</c> or <c>components</c>.</summary>
    public InstanceSource From { get; init; } = InstanceSource.None;

    /// <summary>The folder or COCO file of proposals, of <c>files</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Which proposals are kept, and the sizes of instances of every source.</summary>
    public ProposalConfig Proposals { get; init; } = new();

    /// <summary>How depth splits, of <c>depth</c> and <c>thing_depth</c>.</summary>
    public DepthSplitConfig Depth { get; init; } = new();

    /// <summary>Bits of the written maps, 8 or 16: with 8, the 255 largest instances of an image are kept.</summary>
    public int Bits { get; init; } = 8;

    /// <summary>Whether instances are found only where things are known before.</summary>
    internal bool NeedsThings => From is InstanceSource.ThingDepth or InstanceSource.Components;

    /// <summary>Checks every value.</summary>
    /// <param name="name">Where the settings stand, such as <c>instances</c>.</param>
    /// <exception cref="InputException">A value is out of range, or contradicts another.</exception>
    public void Check(string name)
    {
        Require.That(
            (From == InstanceSource.Files) == (Path is not null), $"{name}.path", Path ?? "nothing",
            From == InstanceSource.Files ? "a folder or file of proposals" : "nothing, as from is not files");
        Require.That(Bits is 8 or 16, $"{name}.bits", Bits, "8 or 16");
        Proposals.Check($"{name}.proposals");
        Depth.Check($"{name}.depth");
    }
}
