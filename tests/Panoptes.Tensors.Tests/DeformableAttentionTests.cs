using Panoptes.Foundation;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Tests;

public sealed class DeformableAttentionTests : IDisposable
{
    private readonly int _level = NativeMethods.ProcessorLevel(-1);

    /// <summary>Goes back to the kernels of this processor.</summary>
    public void Dispose() => Assert.Equal(_level, NativeMethods.ProcessorLevel(_level));

    /// <summary>Every level of the processor that there is, from 0: each has its own kernels.</summary>
    public static TheoryData<int> Levels() => [.. Enumerable.Range(0, NativeMethods.ProcessorLevel(-1) + 1)];

    [Theory]
    [MemberData(nameof(Levels))]
    public void Outputs_and_gradients_are_those_of_the_composite_in_double_precision_for_any_size(int level)
    {
        Assert.Equal(level, NativeMethods.ProcessorLevel(level));
        var random = new SeededRandom(7 + level);
        Randomness.Seed(7 + level);
        for (var round = 0; round < 20; round++)
        {
            using var scope = TensorScope.Open();
            var (sizes, value, places, weights) = Draw(random);
            var expected = Derive(sizes, value.To(DType.Float64), places.To(DType.Float64), weights.To(DType.Float64));
            var actual = Derive(sizes, value, places, weights);
            for (var k = 0; k < expected.Length; k++)
            {
                // The gradient of a place is a difference of neighbors times the level's size; a value's is a sum over queries.
                Close.To(expected[k], actual[k], 2e-5 * Math.Max(1, expected[k].Max(MathF.Abs)));
            }

            using var noGrad = Autograd.NoGrad();
            Assert.Equal(actual[0], Sample(sizes, value, places, weights).ToArray<float>());
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Values_of_half_the_bits_give_what_their_exact_values_give(int level)
    {
        Assert.Equal(level, NativeMethods.ProcessorLevel(level));
        using var scope = TensorScope.Open();
        var random = new SeededRandom(3);
        Randomness.Seed(3);
        for (var round = 0; round < 5; round++)
        {
            var (sizes, value, places, weights) = Draw(random);
            var half = value.To(DType.BFloat16);
            var expected = Derive(sizes, half.To(DType.Float32), places, weights);
            var actual = Derive(sizes, half, places, weights);
            Assert.Equal(DType.BFloat16, Sample(sizes, half, places, weights).DType);
            for (var k = 0; k < expected.Length; k++)
            {
                // Only the output and the gradient of the values are rounded to 8 bits; the probe of the output reaches the others rounded.
                Close.To(expected[k], actual[k], 1e-2 * Math.Max(1, expected[k].Max(MathF.Abs)));
            }
        }
    }

    [Fact]
    public void Results_are_the_same_bits_for_any_number_of_threads()
    {
        using var scope = TensorScope.Open();
        var (sizes, value, places, weights) = Draw(new SeededRandom(5));
        var before = Threads.Count;
        try
        {
            Threads.Count = 1;
            var alone = Derive(sizes, value, places, weights);
            Threads.Count = 3;
            Assert.All(alone.Zip(Derive(sizes, value, places, weights)), pair => Assert.Equal(pair.First, pair.Second));
        }
        finally
        {
            Threads.Count = before;
        }
    }

    [Fact]
    public void Derivatives_of_derivatives_are_refused()
    {
        using var scope = TensorScope.Open();
        var (sizes, value, places, weights) = Draw(new SeededRandom(9));
        var own = Wanted(value);
        var output = Sample(sizes, own, places, weights).Square().Sum();
        Assert.Contains("derivatives of derivatives", Assert.Throws<TensorException>(
            () => Autograd.Gradients(output, [own], createGraph: true)).Message);
    }

    [Fact]
    public void Places_outside_give_zero_and_places_that_are_no_numbers_give_none()
    {
        using var scope = TensorScope.Open();
        var value = Tensor.Ones([1, 6, 1, 16]);
        var places = Tensor.From([5f, 0.5f, -1e30f, 0.5f, float.NaN, 0.5f, 0.5f, float.PositiveInfinity], 1, 4, 1, 1, 1, 2);
        var output = Sample([(2, 3)], value, places, Tensor.Ones([1, 4, 1, 1, 1])).ToArray<float>();
        Assert.All(output[..32], x => Assert.Equal(0, x));
        Assert.All(output[32..], x => Assert.True(float.IsNaN(x)));
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Moves_and_logits_give_what_places_and_weights_made_of_them_give(int level)
    {
        Assert.Equal(level, NativeMethods.ProcessorLevel(level));
        var random = new SeededRandom(21 + level);
        Randomness.Seed(21 + level);
        for (var round = 0; round < 20; round++)
        {
            using var scope = TensorScope.Open();
            var (sizes, value, _, weights) = Draw(random);
            var shape = weights.Shape;
            var moves = Ops.Randn([.. shape, 2]) * 3;
            var references = Ops.Rand([round % 2 == 0 ? 1 : shape[0], shape[1], shape[3], 2]);
            var logits = (Ops.Randn(shape) * 4).Flatten(3);
            float[] extents = [.. sizes.SelectMany(size => new float[] { size.Width, size.Height })];
            var places = references.Unsqueeze(2).Unsqueeze(4) + (moves / Tensor.From(extents, sizes.Length, 1, 2));
            var expected = Sample(sizes, value, places, logits.Softmax(-1).View(shape)).ToArray<float>();
            Tensor Moved(Tensor from) => from.MsDeformAttnMoves(
                [.. sizes.Select(size => size.Height)], [.. sizes.Select(size => size.Width)], references, moves, logits);
            Close.To(expected, Moved(value).ToArray<float>(), 1e-5 * Math.Max(1, expected.Max(MathF.Abs)));

            // Where a gradient is wanted it is composed, and has one.
            var own = Wanted(value);
            Moved(own).Sum().Backward();
            Assert.NotNull(own.Grad);
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using var scope = TensorScope.Open();
        Assert.Throws<TensorException>(
            () => Sample([(2, 2)], Tensor.Ones([1, 6, 1, 4]), Tensor.Ones([1, 4, 1, 1, 1, 2]), Tensor.Ones([1, 4, 1, 1, 1])));
        Assert.Throws<TensorException>(
            () => Sample([(2, 3)], Tensor.Ones([1, 6, 1, 4]), Tensor.Ones([1, 4, 1, 2, 1, 2]), Tensor.Ones([1, 4, 1, 2, 1])));
    }

    // Levels of 1 to 9 rows and columns, 1 to 40 channels a head, places inside, outside and on the edges.
    private static ((long Height, long Width)[] Sizes, Tensor Value, Tensor Places, Tensor Weights) Draw(SeededRandom random)
    {
        (long Height, long Width)[] sizes = [.. Enumerable.Range(0, random.NextInt(1, 5))
            .Select(_ => ((long)random.NextInt(1, 10), (long)random.NextInt(1, 10)))];
        long[] shape = [random.NextInt(1, 4), random.NextInt(1, 50), random.NextInt(1, 5), sizes.Length, random.NextInt(1, 20)];
        var places = (Ops.Rand([.. shape, 2]) * 1.6) - 0.3;
        return (
            sizes, Ops.Randn([shape[0], sizes.Sum(size => size.Height * size.Width), shape[2], random.NextInt(1, 41)]), places,
            Ops.Rand(shape));
    }

    private static Tensor Sample((long Height, long Width)[] sizes, Tensor value, Tensor places, Tensor weights) =>
        value.MsDeformAttn([.. sizes.Select(size => size.Height)], [.. sizes.Select(size => size.Width)], places, weights);

    private static Tensor Wanted(Tensor tensor)
    {
        var own = tensor.Detach().Clone();
        own.RequiresGrad = true;
        return own;
    }

    private static float[][] Derive((long Height, long Width)[] sizes, Tensor value, Tensor places, Tensor weights)
    {
        Tensor[] inputs = [Wanted(value), Wanted(places), Wanted(weights)];
        var output = Sample(sizes, inputs[0], inputs[1], inputs[2]);
        var probe = (Ops.Arange(output.Count) * 0.7).Sin().Reshape(output.Shape).To(output.DType);
        (output * probe).Sum().Backward();
        return [output.ToArray<float>(), .. inputs.Select(input => input.Grad!.ToArray<float>())];
    }
}
