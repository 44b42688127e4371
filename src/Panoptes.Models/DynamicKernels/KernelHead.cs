using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.DynamicKernels;

/// <summary>
/// The kernel of every position, from which an embedding follows (Li et al. 2021, figure 2, "kernel head"): one head for all maps of the
/// pyramid. Names: <c>kernel_head</c>, <c>out_conv</c>.
/// </summary>
public sealed class KernelHead : Module
{
    private const double Deviation = 0.01;

    private readonly Tower tower;
    private readonly Conv2d output;

    /// <summary>Makes one.</summary>
    /// <param name="width">Channels of the maps and of a kernel.</param>
    public KernelHead(int width)
    {
        tower = Child("kernel_head", new Tower(
            "kernel_head", width + CoordinateChannels.Count, width,
            (inputs, outputs) => new ConvNorm(inputs, outputs, 3, NormLayer.Of(NormKind.Group, outputs))));
        output = Child("out_conv", FilledLayer.Normal(new Conv2d(width, width, kernel: 3, padding: 1), Deviation));
    }

    /// <summary>The kernels.</summary>
    /// <param name="map">(N, width, h, w).</param>
    /// <returns>(N, width, h, w).</returns>
    public Tensor Forward(Tensor map)
    {
        using var scope = TensorScope.Open();
        return scope.Return(output.Forward(tower.Forward(CoordinateChannels.Append(map))));
    }
}
