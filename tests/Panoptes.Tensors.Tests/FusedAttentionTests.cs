using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Tests;

public sealed class FusedAttentionTests : IDisposable
{
    private readonly int _level = NativeMethods.ProcessorLevel(-1);
    private readonly int _threads = Threads.Count;

    public static TheoryData<int, int> LevelsAndSeeds()
    {
        var data = new TheoryData<int, int>();
        foreach (var level in Enumerable.Range(0, 3))
        {
            foreach (var seed in Enumerable.Range(1, 3))
            {
                data.Add(level, seed);
            }
        }

        return data;
    }

    public void Dispose()
    {
        Threads.Count = _threads;
        Assert.Equal(_level, NativeMethods.ProcessorLevel(_level));
    }

    [Theory]
    [MemberData(nameof(LevelsAndSeeds))]
    public void Attention_and_its_gradients_are_those_of_its_parts_in_64_bits(int level, int seed)
    {
        var random = new Random(seed);
        Randomness.Seed(seed);
        _ = NativeMethods.ProcessorLevel(Math.Min(level, _level));
        for (var round = 0; round < 10; round++)
        {
            using var scope = TensorScope.Open();
            var (batch, heads, queries, keys) = (random.Next(1, 3), random.Next(1, 4), random.Next(1, 120), random.Next(1, 200));
            var given = Given(random, batch, heads, queries, keys, spread: round % 3 == 0 ? 6 : 1);
            var mask = round % 2 == 0 ? null : Mask(random, batch, heads, queries, keys);
            Threads.Count = 1;
            var actual = Derive(given, inputs => inputs[0].Attention(inputs[1], inputs[2], mask));
            var wide = given.Select(tensor => tensor.To(DType.Float64)).ToArray();
            var expected = Derive(wide, inputs => Attention.InParts(inputs[0], inputs[1], inputs[2], mask, 0));
            for (var k = 0; k < actual.Length; k++)
            {
                var difference = (actual[k].To(DType.Float64) - expected[k]).Abs().Max().Item();
                Assert.InRange(difference, 0, 1e-5 * Math.Max(1, expected[k].Abs().Max().Item()));
            }

            Threads.Count = 2;
            var again = Derive(given, inputs => inputs[0].Attention(inputs[1], inputs[2], mask));
            Assert.All(again.Zip(actual), pair => Assert.Equal(pair.Second.ToArray<float>(), pair.First.ToArray<float>()));
            using var noGrad = Autograd.NoGrad();
            Assert.Equal(actual[0].ToArray<float>(), given[0].Attention(given[1], given[2], mask).ToArray<float>());
        }
    }

    [Fact]
    public void Tokens_may_lie_apart_and_gradients_reach_where_they_come_from()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(3);
        var together = Ops.Randn([2, 70, 3, 2, 32]);
        Tensor[] Parts(Tensor x) => [.. Enumerable.Range(0, 3).Select(k => x.Select(2, k).Transpose(1, 2))];
        var fused = Derive([together], x => Parts(x[0])[0].Attention(Parts(x[0])[1], Parts(x[0])[2], null));
        var parts = Derive([together], x => Attention.InParts(Parts(x[0])[0], Parts(x[0])[1], Parts(x[0])[2], null, 0));
        Close.To(fused[0].ToArray<float>(), parts[0].ToArray<float>());
        Close.To(fused[1].ToArray<float>(), parts[1].ToArray<float>());
    }

    [Fact]
    public void A_query_that_sees_nothing_gives_no_number_and_one_without_number_hides_nothing()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(4);
        var (query, key, value) = (Ops.Randn([1, 1, 3, 16]), Ops.Randn([1, 1, 80, 16]), Ops.Randn([1, 1, 80, 16]));
        var mask = Ops.Arange(3).View([1, 1, 3, 1]).Gt(0).Expand([1, 1, 3, 80]);
        var output = query.Attention(key, value, mask).ToArray<float>();
        Assert.All(output.Take(16), number => Assert.True(float.IsNaN(number)));
        Assert.All(output.Skip(16), number => Assert.False(float.IsNaN(number)));
        key.Narrow(2, 77, 1).Narrow(3, 5, 1).FillInPlace(double.NaN);
        Assert.All(query.Attention(key, value, null).ToArray<float>(), number => Assert.True(float.IsNaN(number)));
    }

    [Fact]
    public void Scores_are_never_held()
    {
        using var scope = TensorScope.Open();
        Tensor[] given = [Ops.Randn([1, 2, 2048, 16]), Ops.Randn([1, 2, 2048, 16]), Ops.Randn([1, 2, 2048, 16])];
        using var pass = ShapePass.Open();
        given[0].Attention(given[1], given[2], null);
        Assert.InRange(pass.ResultBytes, given[0].Count * sizeof(float), 2 * given[0].Count * sizeof(float));
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 5, 16 }, new long[] { 1, 2, 7, 32 }, new long[] { 1, 2, 7, 16 }, "do not fit each other")]
    [InlineData(new long[] { 1, 2, 5, 16 }, new long[] { 1, 2, 7, 16 }, new long[] { 1, 2, 6, 16 }, "do not fit each other")]
    [InlineData(new long[] { 2, 5, 16 }, new long[] { 2, 7, 16 }, new long[] { 2, 7, 16 }, "(batch, heads, tokens, channels)")]
    public void Shapes_that_do_not_fit_are_refused(long[] query, long[] key, long[] value, string reason)
    {
        using var scope = TensorScope.Open();
        var failure = Assert.Throws<TensorException>(() => Tensor.Zeros(query).Attention(Tensor.Zeros(key), Tensor.Zeros(value), null));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_that_does_not_fit_is_refused()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.Zeros([1, 2, 5, 16]);
        var failure = Assert.Throws<TensorException>(() => x.Attention(x, x, Tensor.Zeros([1, 1, 5, 4]).Ge(0)));
        Assert.Contains("does not fit", failure.Message, StringComparison.Ordinal);
    }

    private static Tensor[] Given(Random random, long batch, long heads, long queries, long keys, double spread)
    {
        var (channels, ofValues) = (16 * random.Next(1, 6), 16 * random.Next(1, 6));
        return
        [
            Ops.Randn([batch, heads, queries, channels]) * spread, Ops.Randn([batch, heads, keys, channels]),
            Ops.Randn([batch, keys, heads, ofValues]).Transpose(1, 2),
        ];
    }

    // Every query sees the last key at least.
    private static Tensor Mask(Random random, long batch, long heads, long queries, long keys)
    {
        long[] shape = [random.Next(2) == 0 ? 1 : batch, random.Next(2) == 0 ? 1 : heads, random.Next(4) == 0 ? 1 : queries, keys];
        return Ops.Rand(shape).Gt(0.8).LogicalOr(Ops.Arange(keys).Eq(keys - 1));
    }

    private static Tensor[] Derive(Tensor[] given, Func<Tensor[], Tensor> attend)
    {
        Tensor[] leaves = [.. given.Select(tensor => tensor.Detach().Clone())];
        foreach (var leaf in leaves)
        {
            leaf.RequiresGrad = true;
        }

        var output = attend(leaves);
        (output * Ops.Arange(output.Count).Reshape(output.Shape).To(output.DType).Sin()).Sum().Backward();
        return [output, .. leaves.Select(leaf => leaf.Grad!)];
    }
}
