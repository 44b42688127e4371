using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>
/// depthwise 3x3 → BN → ReLU → pointwise 1x1 → BN → ReLU under mmcv's names <c>depthwise_conv</c>, <c>pointwise_conv</c>
/// (mmcv/cnn/bricks/depthwise_separable_conv_module.py).
/// </summary>
internal sealed class SeparableConvBlock : Layer
{
    private readonly ConvBlock depthwise;
    private readonly ConvBlock pointwise;

    /// <summary>Makes a block that keeps the size.</summary>
    public SeparableConvBlock(long inputs, long outputs, long dilation = 1)
    {
        depthwise = Child("depthwise_conv", new ConvBlock(inputs, inputs, 3, dilation, groups: inputs));
        pointwise = Child("pointwise_conv", new ConvBlock(inputs, outputs, 1));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var y = depthwise.Forward(x);
        return pointwise.Forward(y);
    }
}
