using Panoptes.Models.Layers;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Espnet;

/// <summary>ESPNetv2's small parts under the names of sacmehta/EdgeNets (nn_layers/espnet_utils.py): <c>conv, bn, act</c>.</summary>
internal static class EspLayers
{
    /// <summary>conv → BN → PReLU, padded so that stride 1 keeps the size.</summary>
    public static Sequential ConvNormAct(long inputs, long outputs, long kernel, long stride = 1, long groups = 1) => new(
        ("conv", Convolution.Of(inputs, outputs, kernel, stride, groups: groups)), ("bn", new BatchNorm2d(outputs)),
        ("act", new PReLU(outputs)));

    /// <summary>conv → BN, padded so that stride 1 keeps the size.</summary>
    public static Sequential ConvNorm(long inputs, long outputs, long kernel, long groups = 1) => new(
        ("conv", Convolution.Of(inputs, outputs, kernel, groups: groups)), ("bn", new BatchNorm2d(outputs)));

    /// <summary>BN → PReLU.</summary>
    public static Sequential NormAct(long channels) => new(("bn", new BatchNorm2d(channels)), ("act", new PReLU(channels)));

    /// <summary>A dilated depthwise 3x3 convolution.</summary>
    public static Sequential Dilated(long channels, long stride, long dilation) =>
        new(("conv", Convolution.Of(channels, channels, 3, stride, dilation, channels)));
}
