using Panoptes.Models.Layers;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones;

/// <summary>The shortcut of a residual block that changes stride or channels: 1x1 → BN.</summary>
internal static class Projection
{
    /// <summary>Makes it.</summary>
    public static Sequential Of(long inputs, long outputs, int stride) =>
        new(Convolution.Of(inputs, outputs, 1, stride), new BatchNorm2d(outputs));
}
