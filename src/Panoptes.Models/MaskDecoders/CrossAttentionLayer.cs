using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.MaskDecoders;

/// <summary>LN(queries + attention to the pixels inside their masks).</summary>
internal sealed class CrossAttentionLayer : Module
{
    private readonly MultiHeadAttention attention;
    private readonly LayerNorm norm;

    /// <summary>Makes a layer.</summary>
    public CrossAttentionLayer(long width, long heads)
    {
        attention = Child("multihead_attn", new MultiHeadAttention(width, heads));
        norm = Child("norm", new LayerNorm(width));
    }

    /// <summary>Computes the layer.</summary>
    /// <param name="queries">(N, Q, width).</param>
    /// <param name="codes">Positions of the queries, added to them: (1, Q, width).</param>
    /// <param name="pixels">(N, pixels, width).</param>
    /// <param name="keys">The pixels with their positions added: (N, pixels, width).</param>
    /// <param name="mask">(N, Q, pixels), true where a query may look.</param>
    public Tensor Forward(Tensor queries, Tensor codes, Tensor pixels, Tensor keys, Tensor mask)
    {
        using var scope = TensorScope.Open();
        return scope.Return(norm.Forward(queries + attention.Forward(queries + codes, keys, pixels, mask)));
    }
}
