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

    /// <summary>Makes the feature maps.</summary>
    /// <param name="images">(N,3,H,W).</param>
    /// <returns>One map per level: (N, Channels, ceil(H / Stride), ceil(W / Stride)); the caller may dispose each.</returns>
    public abstract Tensor[] Forward(Tensor images);
}
