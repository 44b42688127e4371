using Panoptes.Foundation;

namespace Panoptes.Models.Backbones.Plain;

/// <summary>Which plain vision transformer. The defaults are ViT-S/16 with four registers for images of 640x640 pixels.</summary>
public sealed record PlainTransformerConfig
{
    /// <summary>Channels of a token.</summary>
    public int Width { get; init; } = 384;

    /// <summary>Blocks.</summary>
    public int Depth { get; init; } = 12;

    /// <summary>Attention heads.</summary>
    public int Heads { get; init; } = 6;

    /// <summary>Side of a patch in pixels.</summary>
    public int Patch { get; init; } = 16;

    /// <summary>Height and width in pixels of the images that the position embedding is for: multiples of the patch.</summary>
    public IReadOnlyList<int> ImageSize { get; init; } = [640, 640];

    /// <summary>Tokens beside the class token that belong to no patch (Darcet et al. 2024).</summary>
    public int Registers { get; init; } = 4;

    /// <summary>Whether the MLPs are SwiGLUs, as in the giant network.</summary>
    public bool IsGated { get; init; }

    /// <summary>What the layer scales start from.</summary>
    public double LayerScale { get; init; } = 1e-5;

    /// <summary>
    /// Whether images of other sizes are taken, padded to whole patches, and the position embedding resized to them; else only those of
    /// <see cref="ImageSize"/>.
    /// </summary>
    public bool ResamplePositions { get; init; }

    /// <summary>ViT-S.</summary>
    public static PlainTransformerConfig Small { get; } = new();

    /// <summary>ViT-B.</summary>
    public static PlainTransformerConfig Base { get; } = new() { Width = 768, Heads = 12 };

    /// <summary>ViT-L.</summary>
    public static PlainTransformerConfig Large { get; } = new() { Width = 1024, Depth = 24, Heads = 16 };

    /// <summary>ViT-g.</summary>
    public static PlainTransformerConfig Giant { get; } = new() { Width = 1536, Depth = 40, Heads = 24, IsGated = true };

    /// <summary>Height and width of the position embedding in patches.</summary>
    public (int Height, int Width) Grid => (ImageSize[0] / Patch, ImageSize[1] / Patch);

    /// <summary>Tokens in front of the patches: the class token and the registers.</summary>
    public int Prefix => 1 + Registers;

    /// <summary>Checks the values.</summary>
    /// <exception cref="InputException">A value is out of range.</exception>
    internal void Validate()
    {
        var fits = Width >= 1 && Depth >= 1 && Heads >= 1 && Width % Heads == 0 && Patch >= 1 && Registers >= 0
            && ImageSize.Count == 2 && ImageSize.All(side => side >= Patch && side % Patch == 0);
        if (!fits)
        {
            throw new InputException(
                "the plain transformer",
                $"width {Width}, depth {Depth}, {Heads} heads, patch {Patch}, images [{string.Join(", ", ImageSize)}], "
                    + $"{Registers} registers",
                "heads that divide the width, and a [height, width] of images in multiples of the patch",
                "take the values of a published one");
        }
    }
}
