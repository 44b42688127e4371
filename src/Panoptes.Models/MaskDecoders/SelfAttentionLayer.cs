using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.MaskDecoders;

/// <summary>LN(queries + attention to each other).</summary>
internal sealed class SelfAttentionLayer : Module
{
    private readonly MultiHeadAttention attention;
    private readonly LayerNorm norm;

    /// <summary>Makes a layer.</summary>
    public SelfAttentionLayer(long width, long heads)
    {
        attention = Child("self_attn", new MultiHeadAttention(width, heads));
        norm = Child("norm", new LayerNorm(width));
    }

    /// <summary>Computes the layer.</summary>
    /// <param name="queries">(N, Q, width).</param>
    /// <param name="codes">Positions of the queries, added to them: (1, Q, width).</param>
    public Tensor Forward(Tensor queries, Tensor codes)
    {
        using var scope = TensorScope.Open();
        var placed = queries + codes;
        return scope.Return(norm.Forward(queries + attention.Forward(placed, placed, queries)));
    }
}
