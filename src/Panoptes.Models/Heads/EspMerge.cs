using System.Numerics;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>
/// Brings a map of the encoder to the decoder's width: a grouped convolution, weighted by what the whole map says (sacmehta/EdgeNets,
/// nn_layers/efficient_pt.py: EfficientPWConv).
/// </summary>
internal sealed class EspMerge : Layer
{
    private readonly Sequential weights;
    private readonly Sequential expansion;

    public EspMerge(long inputs, long outputs)
    {
        // The sigmoid at position 2 has no parameters.
        weights = Child("wt_layer", new Sequential(new AdaptiveAvgPool2d(1), Convolution.Of(inputs, outputs, 1)));
        var groups = (long)BigInteger.GreatestCommonDivisor(inputs, outputs);
        expansion = Child("expansion_layer", EspPyramid.ConvNormAct(inputs, outputs, groups));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        return scope.Return(expansion.Forward(x) * weights.Forward(x).Sigmoid());
    }
}
