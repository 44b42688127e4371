using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones;

/// <summary>One of the feature maps a backbone makes.</summary>
/// <param name="Channels">Its channels.</param>
/// <param name="Stride">Image pixels per feature pixel.</param>
public readonly record struct FeatureLevel(long Channels, int Stride);

/// <summary>A network that turns images into feature maps of several strides.</summary>
public abstract class Backbone : Module
{
    /// <summary>Its feature maps, finest first.</summary>
    public abstract IReadOnlyList<FeatureLevel> Levels { get; }

    /// <summary>Whether training recomputes each block's inside in the backward pass instead of keeping it.</summary>
    public bool ActivationCheckpointing { get; set; }

    /// <summary>Makes the feature maps.</summary>
    /// <param name="images">(N,3,H,W).</param>
    /// <returns>One map per level: (N, Channels, ceil(H / Stride), ceil(W / Stride)); the caller may dispose each.</returns>
    public abstract Tensor[] Forward(Tensor images);

    /// <summary>Runs blocks one after the other and frees what passes between them; backbones run all their blocks through this or <see cref="RunBlock"/>.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="x">What the first takes; it stays the caller's.</param>
    private protected Tensor RunBlocks(Sequential blocks, Tensor x)
    {
        var current = x;
        for (var k = 0; k < blocks.Count; k++)
        {
            var next = RunBlock(blocks[k], current);
            if (!ReferenceEquals(next, current) && !ReferenceEquals(current, x))
            {
                current.Dispose();
            }

            current = next;
        }

        return current;
    }

    /// <summary>Runs one block: the single place where <see cref="ActivationCheckpointing"/> acts.</summary>
    private protected Tensor RunBlock(Layer block, Tensor x) =>
        ActivationCheckpointing ? ActivationCheckpoint.Run(block, x) : block.Forward(x);
}
