using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Detectron;

/// <summary>x + 3x3 → norm → ReLU → 3x3 → norm, then ReLU (He et al. 2016, figure 5 left).</summary>
internal sealed class DetectronBasicBlock : Layer
{
    private readonly ConvNorm? shortcut;
    private readonly ConvNorm conv1;
    private readonly ConvNorm conv2;

    /// <summary>Makes a block.</summary>
    public DetectronBasicBlock(DetectronResNetConfig config, long inputs, long planes, long stride)
    {
        shortcut = inputs == planes ? null : Child(
            "shortcut", new ConvNorm(inputs, planes, 1, DetectronResNet.Norm(config, planes), stride));
        conv1 = Child("conv1", new ConvNorm(inputs, planes, 3, DetectronResNet.Norm(config, planes), stride));
        conv2 = Child("conv2", new ConvNorm(planes, planes, 3, DetectronResNet.Norm(config, planes)));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var hidden = conv1.Forward(x, Rectifier.ReLU);
        using var beside = shortcut?.Forward(x);
        return conv2.Forward(hidden).AddInPlace(beside ?? x).ReluInPlace();
    }
}
