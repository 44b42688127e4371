using Panoptes.Tensors;

namespace Panoptes.Bench;

/// <summary>Attention as networks have it: the bridge's kernels in turn with libtorch's products, masks and softmax.</summary>
internal static class AttentionBench
{
    private sealed record Case(long Queries, long Keys, long Heads, long Channels);

    private static readonly Case[] Cases =
    [
        new(100, 8192, 8, 32),   // Mask2Former's queries and the pixels of stride 8 at 512x1024
        new(100, 100, 8, 32),    // its queries among themselves
        new(2048, 2048, 6, 64),  // a plain ViT-S
        new(8192, 128, 1, 32),   // SegFormer-B0's first stage at 256x512
    ];

    /// <summary>Measures.</summary>
    public static object Run(Arguments arguments) => EachCase.Run(arguments, Cases, Measure);

    private static object Measure(Case of, int repeats)
    {
        using var scope = TensorScope.Open();
        Tensor Tokens(long count)
        {
            var tokens = Ops.Randn([1, count, of.Heads, of.Channels]).Transpose(1, 2);
            tokens.RequiresGrad = true;
            return tokens;
        }

        var (query, key, value) = (Tokens(of.Queries), Tokens(of.Keys), Tokens(of.Keys));
        var mask = Ops.Rand([1, 1, of.Queries, of.Keys]).Gt(0.5);
        return new
        {
            attention = $"{of.Queries} queries, {of.Keys} keys, {of.Heads} heads of {of.Channels}",
            forward = Compare(repeats, Forward(() => query.Attention(key, value, null)), Forward(() => InParts(query, key, value, null))),
            masked = Compare(repeats, Forward(() => query.Attention(key, value, mask)), Forward(() => InParts(query, key, value, mask))),
            both = Compare(
                repeats, () => query.Attention(key, value, mask).Sum().Backward(), () => InParts(query, key, value, mask).Sum().Backward()),
        };
    }

    private static Action Forward(Func<Tensor> attend) => () =>
    {
        using var noGrad = Autograd.NoGrad();
        attend();
    };

    // The best of each, in milliseconds.
    private static object Compare(int repeats, Action ours, Action libtorch)
    {
        var (mine, theirs) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var turn = 0; turn < repeats; turn++)
        {
            mine = Math.Min(mine, Stopwatches.Median(3, () => Scoped(ours)).Seconds);
            theirs = Math.Min(theirs, Stopwatches.Median(3, () => Scoped(libtorch)).Seconds);
        }

        return new { milliseconds = 1e3 * mine, libtorch_milliseconds = 1e3 * theirs, ratio = theirs / mine };
    }

    private static void Scoped(Action action)
    {
        using var scope = TensorScope.Open();
        action();
    }

    private static Tensor InParts(Tensor query, Tensor key, Tensor value, Tensor? mask)
    {
        using var scope = TensorScope.Open();
        var scores = (query * (1 / Math.Sqrt(query.Size(-1)))).Matmul(key.Transpose(-2, -1));
        scores = mask is null ? scores : scores.MaskedFill(mask.LogicalNot(), double.NegativeInfinity);
        return scope.Return(scores.Softmax(-1).Matmul(value));
    }
}
