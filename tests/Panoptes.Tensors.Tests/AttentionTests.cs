using Panoptes.Foundation;

namespace Panoptes.Tensors.Tests;

public sealed class AttentionTests
{
    [Fact]
    public void Queries_answered_in_pieces_give_what_all_at_once_give_and_the_same_gradients()
    {
        var random = new SeededRandom(11);
        Randomness.Seed(11);
        for (var round = 0; round < 12; round++)
        {
            using var scope = TensorScope.Open();
            long[] leading = round % 3 == 0 ? [3] : [random.NextInt(1, 3), random.NextInt(1, 4)];
            var (queries, keys, channels) = (random.NextInt(2, 12), random.NextInt(1, 9), random.NextInt(1, 8));
            Tensor[] given = [Ops.Randn([.. leading, queries, channels]), Ops.Randn([.. leading, keys, channels]), Ops.Randn(
                [.. leading, keys, random.NextInt(1, 6)])];
            var mask = (round % 4) switch
            {
                0 => null,
                1 => Ops.Rand([queries, keys]).Gt(0.4).LogicalOr(Ops.Arange(keys).Eq(0)),
                2 => Ops.Randn([1, keys]),
                _ => Ops.Randn([.. leading, queries, keys]),
            };
            var bytes = random.NextInt(1, 200) * sizeof(float);
            var whole = Derive(given, inputs => Attention.InParts(inputs[0], inputs[1], inputs[2], mask, 0));
            var pieces = Derive(given, inputs => Attention.InPieces(inputs[0], inputs[1], inputs[2], mask, 0, bytes));
            for (var k = 0; k < whole.Length; k++)
            {
                Close.To(whole[k], pieces[k]);
            }

            using var noGrad = Autograd.NoGrad();
            Close.To(whole[0], Attention.InPieces(given[0], given[1], given[2], mask, 0, bytes).ToArray<float>());
        }
    }

    [Fact]
    public void Pieces_hold_no_more_scores_than_they_may()
    {
        using var scope = TensorScope.Open();
        Tensor[] given = [Ops.Randn([1, 512, 2]), Ops.Randn([1, 1024, 2]), Ops.Randn([1, 1024, 2])];
        long Peak(long bytes)
        {
            using var inner = TensorScope.Open();
            using var noGrad = Autograd.NoGrad();
            using var pass = ShapePass.Open();
            Attention.InPieces(given[0], given[1], given[2], null, 0, bytes);
            return pass.PeakBytes;
        }

        // Scores and weights of 512 x 1024 queries and keys are 4 MiB; those of 16 queries 128 KiB.
        Assert.InRange(Peak(long.MaxValue), 4 << 20, 8 << 20);
        Assert.InRange(Peak(64 << 10), 64 << 10, 256 << 10);
    }

    private static float[][] Derive(Tensor[] given, Func<Tensor[], Tensor> attend)
    {
        Tensor[] leaves = [.. given.Select(tensor => tensor.Detach().Clone())];
        foreach (var leaf in leaves)
        {
            leaf.RequiresGrad = true;
        }

        var output = attend(leaves);
        (output * Ops.Arange(output.Count).Reshape(output.Shape).Sin()).Sum().Backward();
        return [output.ToArray<float>(), .. leaves.Select(leaf => leaf.Grad!.ToArray<float>())];
    }
}
