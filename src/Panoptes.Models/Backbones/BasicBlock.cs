using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones;

/// <summary>x + 3x3 → BN → ReLU → 3x3 → BN, then ReLU (He et al. 2016, figure 5 left).</summary>
internal sealed class BasicBlock : Layer
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? downsample;

    /// <summary>
    /// Makes a block; the first convolution has the stride and the dilation. A silent one passes its input on until its last
    /// BN has learnt a factor other than zero.
    /// </summary>
    public BasicBlock(long inputs, long planes, int stride, int dilation, bool startsSilent = true)
    {
        conv1 = Child("conv1", Convolution.Of(inputs, planes, 3, stride, dilation));
        bn1 = Child("bn1", new BatchNorm2d(planes));
        conv2 = Child("conv2", Convolution.Of(planes, planes, 3));
        bn2 = Child("bn2", new BatchNorm2d(planes));
        Initialize.Constant(bn2.Weight, startsSilent ? 0 : 1);
        downsample = stride == 1 && inputs == planes ? null : Child("downsample", Projection.Of(inputs, planes, stride));
    }

    /// <inheritdoc/>
    protected override IEnumerable<FoldablePair> FoldablePairs() => [new(conv1, bn1, Rectifier.ReLU), new(conv2, bn2)];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var convolved1 = conv1.Forward(x);
        using var hidden = bn1.Forward(convolved1, Rectifier.ReLU);
        using var convolved2 = conv2.Forward(hidden);
        using var shortcut = downsample?.Forward(x);
        return bn2.Forward(convolved2).AddInPlace(shortcut ?? x).ReluInPlace();
    }
}
