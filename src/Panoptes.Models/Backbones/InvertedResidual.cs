using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones;

/// <summary>1x1 expand → 3x3 depthwise → 1x1 project, plus the input where the size stays (Sandler et al. 2018, figure 4).</summary>
internal sealed class InvertedResidual : Layer
{
    private readonly Sequential conv;
    private readonly bool addsInput;

    /// <summary>Makes a block.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="expansion">Hidden channels per input channel; 1 leaves the expansion out.</param>
    /// <param name="stride">Step of the depthwise convolution.</param>
    /// <param name="dilation">Dilation of the depthwise convolution.</param>
    /// <param name="isResidual">Whether the input is added when channels and published stride allow it.</param>
    public InvertedResidual(long inputs, long outputs, int expansion, int stride, int dilation, bool isResidual)
    {
        var hidden = inputs * expansion;
        Layer[] depthwiseAndProject =
        [
            Activated(hidden, hidden, 3, stride, dilation, groups: hidden),
            Convolution.Of(hidden, outputs, 1),
            new BatchNorm2d(outputs),
        ];
        conv = Child("conv", new Sequential(expansion == 1 ? depthwiseAndProject : [Activated(inputs, hidden, 1), .. depthwiseAndProject]));
        addsInput = isResidual && inputs == outputs;
    }

    /// <summary>conv → BN → ReLU6 as torchvision names it: 0, 1, 2.</summary>
    public static Sequential Activated(long inputs, long outputs, long kernel, int stride = 1, int dilation = 1, long groups = 1) =>
        new(Convolution.Of(inputs, outputs, kernel, stride, dilation, groups), new BatchNorm2d(outputs), new ReLU6(inPlace: true));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var y = conv.Forward(x);
        return addsInput ? y.AddInPlace(x) : y;
    }
}
