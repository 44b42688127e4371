using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones;

/// <summary>
/// x + 1x1 → BN → ReLU → 3x3 → BN → ReLU → 1x1 → BN, then ReLU (He et al. 2016, figure 5 right), with the stride on the 3x3
/// convolution as in torchvision.
/// </summary>
internal sealed class Bottleneck : Layer
{
    /// <summary>Output channels per plane.</summary>
    public const int Expansion = 4;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv3;
    private readonly BatchNorm2d bn3;
    private readonly Sequential? downsample;

    /// <summary>Makes a block; a silent one passes its input on until its last BN has learnt a factor other than zero.</summary>
    public Bottleneck(long inputs, long planes, int stride, int dilation, bool startsSilent = true)
    {
        var outputs = planes * Expansion;
        conv1 = Child("conv1", Convolution.Of(inputs, planes, 1));
        bn1 = Child("bn1", new BatchNorm2d(planes));
        conv2 = Child("conv2", Convolution.Of(planes, planes, 3, stride, dilation));
        bn2 = Child("bn2", new BatchNorm2d(planes));
        conv3 = Child("conv3", Convolution.Of(planes, outputs, 1));
        bn3 = Child("bn3", new BatchNorm2d(outputs));
        Initialize.Constant(bn3.Weight, startsSilent ? 0 : 1);
        downsample = stride == 1 && inputs == outputs ? null : Child("downsample", Projection.Of(inputs, outputs, stride));
    }

    /// <inheritdoc/>
    protected override IEnumerable<FoldablePair> FoldablePairs() =>
        [new(conv1, bn1, Rectifier.ReLU), new(conv2, bn2, Rectifier.ReLU), new(conv3, bn3)];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var convolved1 = conv1.Forward(x);
        using var reduced = bn1.Forward(convolved1, Rectifier.ReLU);
        using var convolved2 = conv2.Forward(reduced);
        using var hidden = bn2.Forward(convolved2, Rectifier.ReLU);
        using var convolved3 = conv3.Forward(hidden);
        using var shortcut = downsample?.Forward(x);
        return bn3.Forward(convolved3).AddInPlace(shortcut ?? x).ReluInPlace();
    }
}
