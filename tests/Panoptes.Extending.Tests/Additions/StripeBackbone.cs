using Panoptes.Models.Backbones;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Extending.Tests.Additions;

/// <summary>A backbone from outside: two strided convolutions, feature maps at strides 2 and 4.</summary>
internal sealed class StripeBackbone : Backbone
{
    private readonly Sequential first;
    private readonly Sequential second;

    public StripeBackbone(int width)
    {
        first = Child("first", new Sequential(("conv", new Conv2d(3, width, kernel: 3, stride: 2, padding: 1))));
        second = Child("second", new Sequential(("conv", new Conv2d(width, 2 * width, kernel: 3, stride: 2, padding: 1))));
        Levels = [new FeatureLevel(width, 2), new FeatureLevel(2 * width, 4)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLevel> Levels { get; }

    /// <inheritdoc/>
    public override Tensor[] Forward(Tensor images)
    {
        var fine = RunBlocks(first, images).Relu();
        return [fine, RunBlocks(second, fine).Relu()];
    }
}
