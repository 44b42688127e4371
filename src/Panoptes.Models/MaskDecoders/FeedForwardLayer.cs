using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.MaskDecoders;

/// <summary>LN(queries + two linear layers with a ReLU between).</summary>
internal sealed class FeedForwardLayer : Layer
{
    private readonly Linear expand;
    private readonly Linear reduce;
    private readonly LayerNorm norm;

    /// <summary>Makes a layer.</summary>
    public FeedForwardLayer(long width, long hidden)
    {
        expand = Child("linear1", XavierLinear.Of(width, hidden));
        reduce = Child("linear2", XavierLinear.Of(hidden, width));
        norm = Child("norm", new LayerNorm(width));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        return scope.Return(norm.Forward(x + reduce.Forward(expand.Forward(x, Rectifier.ReLU))));
    }
}
