using Panoptes.Tensors;

namespace Panoptes.Models.Layers;

/// <summary>Attention in which only the first tokens carry a mask.</summary>
internal static class PartlyMasked
{
    /// <summary>
    /// Lets tokens look at tokens. A mask bars fused kernels and costs a pass over all scores: only the tokens that have one pay for it.
    /// </summary>
    /// <param name="query">(N, heads, tokens, channels).</param>
    /// <param name="key">(N, heads, tokens, channels).</param>
    /// <param name="value">(N, heads, tokens, channels).</param>
    /// <param name="visible">Which tokens the first ones see, (N, first, tokens), true or false; null where all see all.</param>
    /// <returns>(N, heads, tokens, channels).</returns>
    public static Tensor Attend(Tensor query, Tensor key, Tensor value, Tensor? visible)
    {
        if (visible is null)
        {
            return Attention.ScaledDotProduct(query, key, value);
        }

        using var scope = TensorScope.Open();
        var (first, tokens) = (visible.Size(1), query.Size(2));
        var masked = Attention.ScaledDotProduct(query.Narrow(2, 0, first), key, value, visible.Unsqueeze(1));
        return scope.Return(Ops.Cat(
            [masked, Attention.ScaledDotProduct(query.Narrow(2, first, tokens - first), key, value)], 2));
    }
}
