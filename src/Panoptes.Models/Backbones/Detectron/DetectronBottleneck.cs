using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Detectron;

/// <summary>x + 1x1 → norm → ReLU → 3x3 → norm → ReLU → 1x1 → norm, then ReLU (He et al. 2016, figure 5 right).</summary>
internal sealed class DetectronBottleneck : Layer
{
    /// <summary>Output channels per plane.</summary>
    public const int Expansion = 4;

    private readonly ConvNorm? shortcut;
    private readonly ConvNorm conv1;
    private readonly ConvNorm conv2;
    private readonly ConvNorm conv3;

    /// <summary>Makes a block.</summary>
    public DetectronBottleneck(DetectronResNetConfig config, long inputs, long planes, long stride)
    {
        var outputs = planes * Expansion;
        var (first, second) = config.StrideIn1x1 ? (stride, 1L) : (1L, stride);
        shortcut = inputs == outputs ? null : Child(
            "shortcut", new ConvNorm(inputs, outputs, 1, DetectronResNet.Norm(config, outputs), stride));
        conv1 = Child("conv1", new ConvNorm(inputs, planes, 1, DetectronResNet.Norm(config, planes), first));
        conv2 = Child("conv2", new ConvNorm(planes, planes, 3, DetectronResNet.Norm(config, planes), second));
        conv3 = Child("conv3", new ConvNorm(planes, outputs, 1, DetectronResNet.Norm(config, outputs)));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var reduced = conv1.Forward(x, Rectifier.ReLU);
        using var hidden = conv2.Forward(reduced, Rectifier.ReLU);
        using var beside = shortcut?.Forward(x);
        return conv3.Forward(hidden).AddInPlace(beside ?? x).ReluInPlace();
    }
}
