namespace Panoptes.Tensors;

/// <summary>Attention (Vaswani et al. 2017).</summary>
public static class Attention
{
    /// <summary>
    /// softmax(query · keyᵀ / √channels + mask) · value: libtorch's fused kernel where it has one (2.0 and later), else its parts.
    /// </summary>
    /// <param name="query">…, queries, channels.</param>
    /// <param name="key">…, keys, channels.</param>
    /// <param name="value">…, keys, channels of the output.</param>
    /// <param name="mask">Added to the scores, or, of truth values, true where a query may look; broadcast to …, queries, keys.</param>
    /// <param name="dropout">Share of the weights set to zero, 0 to 1; give 0 in evaluation.</param>
    /// <returns>…, queries, channels of the output; a query that may look nowhere gives not-a-number.</returns>
    public static Tensor ScaledDotProduct(Tensor query, Tensor key, Tensor value, Tensor? mask = null, double dropout = 0)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Libtorch.IsAtLeast(2, 0)
            ? query.ScaledDotProductAttention(key, value, mask, dropout)
            : InParts(query, key, value, mask, dropout);
    }

    /// <summary>The same from matrix products and softmax.</summary>
    internal static Tensor InParts(Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout)
    {
        using var scope = TensorScope.Open();
        var scores = (query * (1 / Math.Sqrt(query.Size(-1)))).Matmul(key.Transpose(-2, -1));
        if (mask is not null)
        {
            scores = mask.DType == DType.Bool ? scores.MaskedFill(mask.LogicalNot(), double.NegativeInfinity) : scores + mask;
        }

        var weights = scores.Softmax(-1);
        return scope.Return((dropout > 0 ? weights.Dropout(dropout, true) : weights).Matmul(value));
    }
}
