using Panoptes.Foundation;

namespace Panoptes.Models.Backbones.Swin;

/// <summary>Which Swin transformer. The defaults are Swin-T with windows of 7x7.</summary>
public sealed record SwinConfig
{
    /// <summary>Channels at stride 4; each stage doubles them.</summary>
    public int Width { get; init; } = 96;

    /// <summary>Blocks of the four stages.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [2, 2, 6, 2];

    /// <summary>Attention heads of the four stages.</summary>
    public IReadOnlyList<int> Heads { get; init; } = [3, 6, 12, 24];

    /// <summary>Side of the attention windows in tokens: 7 for weights trained at 224x224, 12 for 384x384.</summary>
    public int Window { get; init; } = 7;

    /// <summary>Hidden channels of the blocks' second half per channel.</summary>
    public double MlpRatio { get; init; } = 4;

    /// <summary>Share of samples for which the last block is skipped in training; it grows from 0 at the first block.</summary>
    public double DropPath { get; init; } = 0.3;

    /// <summary>Swin-T.</summary>
    public static SwinConfig Tiny { get; } = new();

    /// <summary>Swin-S.</summary>
    public static SwinConfig Small { get; } = new() { Depths = [2, 2, 18, 2] };

    /// <summary>Swin-B.</summary>
    public static SwinConfig Base { get; } = new() { Width = 128, Depths = [2, 2, 18, 2], Heads = [4, 8, 16, 32] };

    /// <summary>Swin-L.</summary>
    public static SwinConfig Large { get; } = new() { Width = 192, Depths = [2, 2, 18, 2], Heads = [6, 12, 24, 48] };

    /// <summary>Checks the values.</summary>
    /// <exception cref="InputException">A value is out of range.</exception>
    internal void Validate()
    {
        var fits = Width >= 1 && Window >= 2 && MlpRatio > 0 && DropPath is >= 0 and < 1
            && Depths.Count == 4 && Depths.All(depth => depth >= 1)
            && Heads.Count == 4 && Heads.Select((heads, stage) => heads >= 1 && (Width << stage) % heads == 0).All(divides => divides);
        if (!fits)
        {
            throw new InputException(
                "Swin",
                $"width {Width}, depths [{string.Join(", ", Depths)}], heads [{string.Join(", ", Heads)}], window {Window}, MLP ratio "
                    + $"{MlpRatio}, drop path {DropPath}",
                "four stages whose heads divide their channels, a window of at least 2, a drop path from 0 to below 1",
                "take the values of a published Swin");
        }
    }
}
