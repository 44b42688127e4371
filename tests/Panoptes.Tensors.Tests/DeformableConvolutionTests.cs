using Panoptes.Foundation;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Tests;

public sealed class DeformableConvolutionTests : IDisposable
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
            var drawn = Draw(random);
            var expected = Derive(drawn, DType.Float64);
            var actual = Derive(drawn, DType.Float32);
            for (var k = 0; k < expected.Length; k++)
            {
                Close.To(expected[k], actual[k], 1e-4 * Math.Max(1, expected[k].Max(MathF.Abs)));
            }

            using var noGrad = Autograd.NoGrad();
            Assert.Equal(actual[0], Convolve(drawn, drawn.Tensors).ToArray<float>());
        }
    }

    [Fact]
    public void Offsets_of_nothing_and_masks_of_a_half_give_half_of_a_plain_convolution()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(2);
        var (x, weight) = (Ops.Randn([2, 20, 7, 9]), Ops.Randn([6, 20, 3, 3]));
        var actual = x.DeformConv2d(
            weight, Tensor.Zeros([2, 18, 7, 9]), Tensor.Ones([2, 9, 7, 9]) * 0.5, null, [1, 1], [1, 1], [1, 1]);
        Close.To((x.Conv2d(weight, null, [1], [1], [1], 1) * 0.5).ToArray<float>(), actual.ToArray<float>(), 1e-4);
    }

    [Fact]
    public void Without_a_bias_or_a_gradient_of_the_input_the_other_gradients_are_the_same()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(6);
        Tensor[] tensors = [
            Ops.Randn([1, 20, 7, 9]), Ops.Randn([6, 20, 3, 3]), Ops.Randn([1, 18, 7, 9]), Ops.Rand([1, 9, 7, 9]), Tensor.Zeros([6])];
        var expected = Derive(new Drawn(tensors, [1, 1], [1, 1], [1, 1]), DType.Float32);
        Tensor[] wanted = [.. tensors[1..4].Select(Wanted)];
        var output = tensors[0].DeformConv2d(wanted[0], wanted[1], wanted[2], null, [1, 1], [1, 1], [1, 1]);
        var probe = (Ops.Arange(output.Count) * 0.7).Sin().Reshape(output.Shape);
        (output * probe).Sum().Backward();
        Assert.Equal(expected[0], output.ToArray<float>());
        Assert.All(wanted.Zip(expected[2..5]), pair => Assert.Equal(pair.Second, pair.First.Grad!.ToArray<float>()));
    }

    [Fact]
    public void Results_are_the_same_bits_for_any_number_of_threads()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(3);
        Tensor[] tensors = [
            Ops.Randn([2, 70, 11, 13]), Ops.Randn([24, 70, 3, 3]), Ops.Randn([2, 18, 11, 13]), Ops.Rand([2, 9, 11, 13]), Ops.Randn([24])];
        var drawn = new Drawn(tensors, [1, 1], [1, 1], [1, 1]);
        var before = Threads.Count;
        try
        {
            Threads.Count = 1;
            var alone = Derive(drawn, DType.Float32);
            Threads.Count = 3;
            var together = Derive(drawn, DType.Float32);

            // The gradient of the input and of places is the kernels' own, but for what the products before them round.
            for (var k = 0; k < alone.Length; k++)
            {
                Close.To(alone[k], together[k], 1e-4 * Math.Max(1, alone[k].Max(MathF.Abs)));
            }

            Threads.Count = 3;
            Assert.All(together.Zip(Derive(drawn, DType.Float32)), pair => Assert.Equal(pair.First, pair.Second));
        }
        finally
        {
            Threads.Count = before;
        }
    }

    [Fact]
    public void Maps_of_half_the_bits_give_what_their_exact_values_give()
    {
        using var scope = TensorScope.Open();
        var drawn = Draw(new SeededRandom(4));
        Tensor[] half = [drawn.Tensors[0].To(DType.BFloat16), .. drawn.Tensors[1..]];
        Tensor[] exact = [half[0].To(DType.Float32), .. drawn.Tensors[1..]];
        var output = Convolve(drawn, half);
        Assert.Equal(DType.BFloat16, output.DType);
        Assert.Equal(Convolve(drawn, exact).To(DType.BFloat16).ToArray<float>(), output.ToArray<float>());
    }

    [Fact]
    public void Places_outside_give_zero_and_places_that_are_no_numbers_give_none()
    {
        using var scope = TensorScope.Open();
        float[] offsets = [50, -1e30f, float.NaN, 0, 0, 0, 0, float.PositiveInfinity];
        var output = Tensor.Ones([1, 16, 1, 4]).DeformConv2d(
            Tensor.Ones([2, 16, 1, 1]), Tensor.From(offsets, 1, 2, 1, 4), Tensor.Ones([1, 1, 1, 4]), null, [1, 1], [0, 0], [1, 1])
            .ToArray<float>();
        foreach (var of in new[] { output[..4], output[4..] })
        {
            Assert.Equal([0f, 0f], of[..2]);
            Assert.True(float.IsNaN(of[2]) && float.IsNaN(of[3]));
        }
    }

    [Fact]
    public void Derivatives_of_derivatives_are_refused()
    {
        using var scope = TensorScope.Open();
        var drawn = Draw(new SeededRandom(9));
        Tensor[] tensors = [.. drawn.Tensors.Select(Wanted)];
        Assert.Contains("derivatives of derivatives", Assert.Throws<TensorException>(
            () => Autograd.Gradients(Convolve(drawn, tensors).Square().Sum(), [tensors[0]], createGraph: true)).Message);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using var scope = TensorScope.Open();
        Tensor Of(params long[] shape) => Tensor.Ones(shape);
        Assert.Contains("takes masks of", Assert.Throws<TensorException>(() => Of(1, 4, 5, 5)
            .DeformConv2d(Of(2, 4, 3, 3), Of(1, 18, 5, 5), Of(1, 9, 4, 5), null, [1, 1], [1, 1], [1, 1])).Message);
        Assert.Throws<TensorException>(() => Of(1, 4, 5, 5)
            .DeformConv2d(Of(2, 3, 3, 3), Of(1, 18, 5, 5), Of(1, 9, 5, 5), null, [1, 1], [1, 1], [1, 1]));
        Assert.Throws<TensorException>(() => Of(1, 4, 5, 5)
            .DeformConv2d(Of(2, 4, 3, 3), Of(1, 18, 5, 5), Of(1, 9, 5, 5), Of(3), [1, 1], [1, 1], [1, 1]));
    }

    private sealed record Drawn(Tensor[] Tensors, long[] Stride, long[] Padding, long[] Dilation);

    // Kernels of 1 to 3 rows and columns, 1 to 40 channels, places inside, outside and on the edges.
    private static Drawn Draw(SeededRandom random)
    {
        long[] Pair(int from, int to) => [random.NextInt(from, to), random.NextInt(from, to)];
        var (kernel, stride, padding, dilation) = (Pair(1, 4), Pair(1, 3), Pair(0, 3), Pair(1, 3));
        long[] size = [random.NextInt(6, 12), random.NextInt(6, 30)];
        long[] output = [.. size.Select((side, d) => ((side + (2 * padding[d]) - (dilation[d] * (kernel[d] - 1)) - 1) / stride[d]) + 1)];
        var (n, inputs, outputs, taps) = (random.NextInt(1, 3), random.NextInt(1, 41), random.NextInt(1, 9), kernel[0] * kernel[1]);
        return new Drawn(
            [
                Ops.Randn([n, inputs, .. size]), Ops.Randn([outputs, inputs, .. kernel]), Ops.Randn([n, 2 * taps, .. output]) * 3,
                Ops.Rand([n, taps, .. output]), Ops.Randn([outputs]),
            ],
            stride,
            padding,
            dilation);
    }

    private static Tensor Convolve(Drawn drawn, Tensor[] t) =>
        t[0].DeformConv2d(t[1], t[2], t[3], t[4], drawn.Stride, drawn.Padding, drawn.Dilation);

    private static Tensor Wanted(Tensor tensor)
    {
        var own = tensor.Detach().Clone();
        own.RequiresGrad = true;
        return own;
    }

    private static float[][] Derive(Drawn drawn, DType type)
    {
        Tensor[] inputs = [.. drawn.Tensors.Select(tensor => Wanted(tensor.To(type)))];
        var output = Convolve(drawn, inputs);
        var probe = (Ops.Arange(output.Count) * 0.7).Sin().Reshape(output.Shape).To(output.DType);
        (output * probe).Sum().Backward();
        return [output.ToArray<float>(), .. inputs.Select(input => input.Grad!.ToArray<float>())];
    }
}
