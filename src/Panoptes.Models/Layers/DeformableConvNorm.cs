using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>
/// A 3x3 convolution whose nine taps look where an ordinary convolution sends them, each as strongly as that says (Zhu et al. 2019,
/// "Deformable ConvNets v2"), then a norm. Names are Panoptic FCN's: <c>offset_mask_conv</c>, <c>dcnv2</c>, <c>dcnv2.norm</c>
/// (panopticfcn/deform_conv_with_off.py).
/// </summary>
internal sealed class DeformableConvNorm : Layer
{
    private const int Taps = 9;

    private readonly Conv2d places;
    private readonly ConvNorm convolution;

    /// <summary>Makes one that looks where a plain convolution does at first, at half strength.</summary>
    public DeformableConvNorm(long inputs, long outputs, Layer norm)
    {
        places = Child("offset_mask_conv", new Conv2d(inputs, 3 * Taps, kernel: 3, padding: 1));
        convolution = Child("dcnv2", new ConvNorm(inputs, outputs, 3, norm));
        Initialize.Constant(places.Weight, 0);
        Initialize.Constant(places.Bias!, 0);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        var found = places.Forward(x);
        var offsets = found.Narrow(1, 0, 2 * Taps);
        var strengths = found.Narrow(1, 2 * Taps, Taps).Sigmoid();
        return scope.Return(convolution.Normalized(
            x.DeformConv2d(convolution.Weight, offsets, strengths, null, [1, 1], [1, 1], [1, 1]), Rectifier.None));
    }
}
