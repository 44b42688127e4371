using Panoptes.Foundation;

namespace Panoptes.Models.Backbones.Dino;

/// <summary>Which DINOv2 vision transformer. The defaults are ViT-S/14 without registers.</summary>
public sealed record DinoConfig
{
    /// <summary>Channels of a token.</summary>
    public int Width { get; init; } = 384;

    /// <summary>Blocks.</summary>
    public int Depth { get; init; } = 12;

    /// <summary>Attention heads.</summary>
    public int Heads { get; init; } = 6;

    /// <summary>Side of a patch in pixels.</summary>
    public int Patch { get; init; } = 14;

    /// <summary>Side of the images, in pixels, that the position embedding was trained on.</summary>
    public int ImageSize { get; init; } = 518;

    /// <summary>Extra tokens beside the class token: 0, or 4 in the published variants with registers.</summary>
    public int Registers { get; init; }

    /// <summary>Whether it holds the token that hides patches in the release's own training, as the release's files do.</summary>
    public bool MaskToken { get; init; } = true;

    /// <summary>
    /// What is added to the wanted grid when the position embedding is resized by scale factors; 0 resizes it by sizes. The
    /// release has 0.1 without registers and 0 with them.
    /// </summary>
    public double InterpolationOffset { get; init; } = 0.1;

    /// <summary>Whether a shrunk position embedding is smoothed, as in the variants with registers.</summary>
    public bool Antialias { get; init; }

    /// <summary>What the layer scales start from; 1e-5 in the release's training.</summary>
    public double LayerScale { get; init; } = 1e-5;

    /// <summary>Share of samples for which the last block is skipped in training; it grows from 0 at the first block.</summary>
    public double DropPath { get; init; }

    /// <summary>Which blocks' tokens are the feature maps, from 0, ascending.</summary>
    public IReadOnlyList<int> FeatureBlocks { get; init; } = [8, 9, 10, 11];

    /// <summary>ViT-S/14.</summary>
    public static DinoConfig Small { get; } = new();

    /// <summary>ViT-B/14.</summary>
    public static DinoConfig Base { get; } = new() { Width = 768, Heads = 12 };

    /// <summary>ViT-L/14.</summary>
    public static DinoConfig Large { get; } = new() { Width = 1024, Depth = 24, Heads = 16, FeatureBlocks = [20, 21, 22, 23] };

    /// <summary>The same network with four registers, as published (Darcet et al. 2024).</summary>
    public DinoConfig WithRegisters() => this with { Registers = 4, InterpolationOffset = 0, Antialias = true };

    /// <summary>Side of the position embedding's grid in patches.</summary>
    internal int Grid => ImageSize / Patch;

    /// <summary>Checks the values.</summary>
    /// <exception cref="InputException">A value is out of range.</exception>
    internal void Validate()
    {
        var fits = Width >= 1 && Depth >= 1 && Heads >= 1 && Width % Heads == 0 && Patch >= 1 && Grid >= 1 && Registers >= 0
            && DropPath is >= 0 and < 1 && FeatureBlocks.Count > 0
            && FeatureBlocks.All(block => block >= 0 && block < Depth)
            && FeatureBlocks.Zip(FeatureBlocks.Skip(1)).All(pair => pair.First < pair.Second);
        if (!fits)
        {
            throw new InputException(
                "DINOv2",
                $"width {Width}, depth {Depth}, {Heads} heads, patch {Patch}, image {ImageSize}, {Registers} registers, drop path "
                    + $"{DropPath}, feature blocks [{string.Join(", ", FeatureBlocks)}]",
                "heads that divide the width, ascending feature blocks below the depth, a drop path from 0 to below 1",
                "take the values of a published DINOv2");
        }
    }
}
