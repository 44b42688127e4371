using System.Globalization;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Detection;

/// <summary>
/// Draws what is inside of a box, one mask for each class, under detectron2's names <c>mask_fcn1..4</c>, <c>deconv</c> and <c>predictor</c>
/// (He et al. 2017, figure 4; detectron2/modeling/roi_heads/mask_head.py).
/// </summary>
public sealed class MaskHead : Layer
{
    private const int Convolutions = 4;

    private readonly Conv2d[] convs = new Conv2d[Convolutions];
    private readonly Doubling deconv;
    private readonly Conv2d predictor;

    /// <summary>Makes one.</summary>
    /// <param name="inputs">Channels of the pyramid.</param>
    /// <param name="width">Channels within.</param>
    /// <param name="things">Classes of objects.</param>
    public MaskHead(int inputs, int width, int things)
    {
        for (var k = 0; k < Convolutions; k++)
        {
            convs[k] = Child(
                $"mask_fcn{(k + 1).ToString(CultureInfo.InvariantCulture)}", new Conv2d(k == 0 ? inputs : width, width, 3, padding: 1));
            Initialize.KaimingNormal(convs[k].Weight, Initialize.Fan.Out);
            Initialize.Constant(convs[k].Bias!, 0);
        }

        deconv = Child("deconv", new Doubling(width));
        predictor = Child("predictor", FilledLayer.Normal(new Conv2d(width, things, kernel: 1), 0.001));
    }

    /// <summary>Draws.</summary>
    /// <param name="x">(R, inputs, h, w).</param>
    /// <returns>(R, things, 2h, 2w): above 0 where a pixel is more likely inside than outside.</returns>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        var hidden = convs.Aggregate(x, (map, conv) => conv.Forward(map).ReluInPlace());
        return scope.Return(predictor.Forward(deconv.Forward(hidden).ReluInPlace()));
    }

    /// <summary>A transposed convolution whose step is its size.</summary>
    private sealed class Doubling : Layer
    {
        private readonly Tensor weight;
        private readonly Tensor bias;

        public Doubling(int width)
        {
            weight = Parameter("weight", Tensor.Empty([width, width, 2, 2]));
            bias = Parameter("bias", Tensor.Zeros([width]));
            Initialize.KaimingNormal(weight, Initialize.Fan.Out);
        }

        public override Tensor Forward(Tensor x) =>
            x.ConvTranspose2d(x.Size(0) == 0 ? weight.Contiguous() : weight, bias, [2, 2]);
    }
}
