using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>conv → BN → ReLU under mmcv's names <c>conv</c>, <c>bn</c> (mmcv/cnn/bricks/conv_module.py).</summary>
internal sealed class ConvBlock : Layer
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d norm;

    /// <summary>Makes a block that keeps the size.</summary>
    public ConvBlock(long inputs, long outputs, long kernel, long dilation = 1, long groups = 1)
    {
        conv = Child("conv", Convolution.Of(inputs, outputs, kernel, dilation: dilation, groups: groups));
        norm = Child("bn", new BatchNorm2d(outputs));
    }

    /// <inheritdoc/>
    protected override IEnumerable<FoldablePair> FoldablePairs() => [new(conv, norm, Rectifier.ReLU)];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var y = conv.Forward(x);
        return norm.Forward(y, Rectifier.ReLU);
    }
}
