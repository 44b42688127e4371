using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>Attention (Vaswani et al. 2017).</summary>
public static class Attention
{
    /// <summary>
    /// Bytes of scores that are held at once where libtorch has no fused kernel: above that, queries are answered in pieces.
    /// </summary>
    private const long MostScoreBytes = 256 << 20;

    /// <summary>Channels of a head that the bridge's kernels have in vectors: multiples of it, on every processor.</summary>
    private const long FusedChannels = 16;

    /// <summary>
    /// softmax(query · keyᵀ / √channels + mask) · value: libtorch's fused kernel where it has one (2.0 and later), else the bridge's
    /// (kernels/attention.h), or their parts.
    /// </summary>
    /// <remarks>
    /// libtorch's fused kernels on the CPU derive no mask, so that it computes by parts where a mask's gradient is wanted, and fused where
    /// no gradient is. A checkpointed stretch is computed once without gradients and once with: it would round differently each time.
    /// What trains its mask therefore says so.
    /// </remarks>
    /// <param name="query">…, queries, channels.</param>
    /// <param name="key">…, keys, channels.</param>
    /// <param name="value">…, keys, channels of the output.</param>
    /// <param name="mask">Added to the scores, or, of truth values, true where a query may look; broadcast to …, queries, keys.</param>
    /// <param name="dropout">Share of the weights set to zero, 0 to 1; give 0 in evaluation.</param>
    /// <param name="trainsMask">Whether the mask is trained: it is then computed by parts, with gradients or without.</param>
    /// <returns>…, queries, channels of the output; a query that may look nowhere gives not-a-number.</returns>
    public static Tensor ScaledDotProduct(
        Tensor query, Tensor key, Tensor value, Tensor? mask = null, double dropout = 0, bool trainsMask = false)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (Libtorch.IsAtLeast(2, 0) && !trainsMask)
        {
            return query.ScaledDotProductAttention(key, value, mask, dropout);
        }

        return dropout == 0 && IsFusedHere(query, key, value, mask)
            ? query.Attention(key, value, mask)
            : InPieces(query, key, value, mask, dropout, MostScoreBytes);
    }

    // What the bridge's kernels take; others would find the scores whole in its composite.
    private static bool IsFusedHere(Tensor query, Tensor key, Tensor value, Tensor? mask) =>
        query.Device.IsCpu && new[] { query, key, value }.All(tensor => tensor.DType == DType.Float32 && tensor.Rank == 4)
        && query.Size(-1) % FusedChannels == 0 && value.Size(-1) % FusedChannels == 0 && mask is null or { DType: DType.Bool, Rank: 4 };

    /// <summary>
    /// The same, for as many queries at once as their scores are within some bytes. Where gradients are wanted, several pieces are computed
    /// again in the backward pass instead of kept, so that the bound holds there too.
    /// </summary>
    internal static Tensor InPieces(Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout, long mostScoreBytes)
    {
        var queries = query.Size(-2);
        var bytesOfRow = query.Count / Math.Max(1, queries * query.Size(-1)) * key.Size(-2) * query.DType.Size();
        var rows = Math.Max(1, mostScoreBytes / Math.Max(1, bytesOfRow));
        if (rows >= queries)
        {
            return InParts(query, key, value, mask, dropout);
        }

        using var scope = TensorScope.Open();
        var isRecorded = Autograd.IsEnabled && (query.RequiresGrad || key.RequiresGrad || value.RequiresGrad || mask?.RequiresGrad == true);
        var pieces = new List<Tensor>();
        for (var start = 0L; start < queries; start += rows)
        {
            var count = Math.Min(rows, queries - start);
            var part = mask is not null && mask.Rank >= 2 && mask.Size(-2) > 1 ? mask.Narrow(-2, start, count) : mask;
            Tensor[] inputs = [query.Narrow(-2, start, count), key, value, .. part is null ? Array.Empty<Tensor>() : [part]];
            pieces.Add(isRecorded ? new RecomputedSegment(Answer, inputs, []).Run()[0] : Answer(inputs)[0]);
        }

        return scope.Return(Ops.Cat([.. pieces], -2));

        Tensor[] Answer(Tensor[] inputs) => [InParts(inputs[0], inputs[1], inputs[2], inputs.Length > 3 ? inputs[3] : null, dropout)];
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
