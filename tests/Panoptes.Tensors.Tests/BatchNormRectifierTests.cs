using Panoptes.Foundation;
using Panoptes.Tensors.Modules;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Tests;

public sealed class BatchNormRectifierTests : IDisposable
{
    private readonly int _level = NativeMethods.ProcessorLevel(-1);

    public void Dispose() => Assert.Equal(_level, NativeMethods.ProcessorLevel(_level));

    [Theory]
    [InlineData(Rectifier.ReLU, 1)]
    [InlineData(Rectifier.ReLU6, 2)]
    public void Outputs_gradients_and_statistics_are_those_of_the_separate_operators_in_double_precision(Rectifier rectifier, long seed)
    {
        var random = new SeededRandom(seed);
        Randomness.Seed(seed);
        for (var round = 0; round < 24; round++)
        {
            using var scope = TensorScope.Open();
            Assert.InRange(NativeMethods.ProcessorLevel(round % (_level + 1)), 0, _level);
            long channels = random.NextInt(1, 70);
            long[] shape = [random.NextInt(1, 4), channels, random.NextInt(1, 30), random.NextInt(2, 30)];

            // A mean far from zero beside a small variance, as deep layers have it.
            var x = Ops.Randn(shape).Mul(3).Add(Ops.Randn([channels, 1, 1]).Mul(20));
            var format = round % 4 == 0 ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast;
            using var norm = new BatchNorm2d(channels);
            Initialize.Uniform(norm.Weight, -2, 3);
            Initialize.Uniform(norm.Bias, -1, 4);
            var expected = Run(norm, x.To(DType.Float64), rectifier, separate: true);
            var actual = Run(norm, x.ToMemoryFormat(format), rectifier, separate: false);
            Assert.Equal(expected.Count, actual.Count);
            foreach (var (name, values) in expected)
            {
                Close.To(values, actual[name], name is "weight" or "bias" ? 2e-3 : 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NegativeInfinity)]
    public void Brain_floats_give_what_32_bits_give_rounded_once(double lower)
    {
        Randomness.Seed(7);
        for (var round = 0; round < 12; round++)
        {
            using var scope = TensorScope.Open();
            Assert.InRange(NativeMethods.ProcessorLevel(round % (_level + 1)), 0, _level);
            var channels = 1 + (round * 7);
            var brain = Ops.Randn([2, channels, 9, 5 + round]).Mul(3).Add(Ops.Randn([channels, 1, 1]).Mul(20))
                .To(DType.BFloat16).ToMemoryFormat(MemoryFormat.ChannelsLast);
            var passed = Ops.Randn(brain.Shape).To(DType.BFloat16);
            var (weight, bias) = (Ops.Rand([channels]).Add(0.5), Ops.Randn([channels]));
            var (exact, actual) = (Pass(brain.To(DType.Float32)), Pass(brain));
            Close.To(Rounded(exact.Output), Rounded(actual.Output), 1.0 / 128);
            Close.To(Rounded(exact.Input), Rounded(actual.Input), 1.0 / 128);
            Assert.Equal(DType.BFloat16, actual.Output.DType);
            Assert.Equal(exact.Weight.ToArray<float>(), actual.Weight.ToArray<float>());
            Assert.Equal(exact.Mean.ToArray<float>(), actual.Mean.ToArray<float>());

            (Tensor Output, Tensor Input, Tensor Weight, Tensor Mean) Pass(Tensor x)
            {
                var (leaf, w, mean) = (x.Detach(), weight.Detach(), Tensor.Zeros([channels]));
                leaf.RequiresGrad = w.RequiresGrad = true;
                var y = leaf.BatchNormClamp(w, bias, mean, Tensor.Ones([channels]), 0.1, 1e-5, lower, double.PositiveInfinity);
                y.Backward(passed.To(x.DType));
                return (y, leaf.Grad!, w.Grad!, mean);
            }
        }

        static float[] Rounded(Tensor values) => values.To(DType.BFloat16).To(DType.Float32).ToArray<float>();
    }

    [Fact]
    public void Second_derivatives_and_other_precisions_take_libtorchs_own_road()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(4);
        using var norm = new BatchNorm2d(5);
        var x = Ops.Randn([2, 5, 4, 3]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        x.RequiresGrad = true;
        float[] Second(Tensor y)
        {
            var first = Autograd.Gradients(y.Pow(3).Sum(), [x], createGraph: true)[0]!;
            return Autograd.Gradients(first.Square().Sum(), [x])[0]!.ToArray<float>();
        }

        Close.To(Second(norm.Forward(x).Relu()), Second(norm.Forward(x, Rectifier.ReLU)), 1e-3);
        Assert.Equal(DType.BFloat16, norm.Forward(x.To(DType.BFloat16), Rectifier.ReLU6).DType);
    }

    [Fact]
    public void What_is_no_number_stays_none_and_a_sequence_takes_both_layers_at_once()
    {
        using var scope = TensorScope.Open();
        using var net = new Sequential(new BatchNorm2d(2), new ReLU(), new Identity());
        var x = Tensor.From<float>([1, 2, float.NaN, 4, 5, 6, 7, 8], 1, 2, 2, 2).ToMemoryFormat(MemoryFormat.ChannelsLast);
        var y = net.Forward(x).ToArray<float>();
        Assert.All(y[..4], value => Assert.Equal(float.NaN, value));
        Assert.All(y[4..], value => Assert.InRange(value, 0, 2));
    }

    [Fact]
    public void Statistics_are_those_of_double_precision_wherever_the_first_pixel_and_the_mean_lie()
    {
        var random = new SeededRandom(6);
        Randomness.Seed(6);
        for (var round = 0; round < 40; round++)
        {
            using var scope = TensorScope.Open();
            Assert.InRange(NativeMethods.ProcessorLevel(round % (_level + 1)), 0, _level);
            long[] shape = [random.NextInt(1, 3), random.NextInt(1, 20), random.NextInt(8, 60), random.NextInt(8, 60)];
            var x = Ops.Randn(shape).Mul(Math.Pow(10, random.NextInt(-3, 3))).ToMemoryFormat(MemoryFormat.ChannelsLast);

            // In every other channel the first pixel lies up to a million deviations off; in every third all values do.
            var values = x.Permute([0, 2, 3, 1]).Contiguous();
            var first = values.Reshape([-1, shape[1]]).Data<float>();
            for (var c = 0; c < shape[1]; c++)
            {
                var (pixel, mean) = (
                    c % 2 == 0 ? Math.Pow(10, random.NextInt(0, 6)) : 0, c % 3 == 0 ? Math.Pow(10, random.NextInt(0, 3)) : 0);
                var deviation = Math.Abs(first[c]);
                for (var at = c; at < first.Length; at += (int)shape[1])
                {
                    first[at] += (float)(mean * deviation);
                }

                first[c] += (float)(pixel * deviation);
            }

            var input = values.Permute([0, 3, 1, 2]);
            var exact = input.To(DType.Float64);
            var (expectedMean, expectedVariance) = (exact.Mean([0, 2, 3]).ToArray<double>(), exact.Var([0, 2, 3], 1).ToArray<double>());
            var (mean0, variance0) = (Tensor.Zeros([shape[1]]), Tensor.Zeros([shape[1]]));
            input.BatchNormClamp(
                Tensor.Ones([shape[1]]), Tensor.Zeros([shape[1]]), mean0, variance0, momentum: 1, 1e-5, 0, double.PositiveInfinity);
            for (var c = 0; c < shape[1]; c++)
            {
                var (mean, variance) = (mean0.ToArray<float>()[c], variance0.ToArray<float>()[c]);
                Assert.True(
                    Math.Abs(variance - expectedVariance[c]) <= 5e-5 * expectedVariance[c],
                    $"round {round}, channel {c}: variance {variance}, not {expectedVariance[c]}");
                var close = (1e-5 * Math.Sqrt(expectedVariance[c])) + (1e-6 * Math.Abs(expectedMean[c]));
                Assert.True(Math.Abs(mean - expectedMean[c]) <= close, $"round {round}, channel {c}: mean {mean}, not {expectedMean[c]}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Sums_are_the_same_bits_for_any_number_of_threads(int threads)
    {
        using var scope = TensorScope.Open();
        var before = Threads.Count;
        using var norm = new BatchNorm2d(7);
        var x = Ops.Arange(2 * 7 * 40 * 31).Fmod(17).To(DType.Float32).Mul(0.37).Reshape([2, 40, 31, 7]).Permute([0, 3, 1, 2]);
        var one = Run(norm, x, Rectifier.ReLU6, separate: false);
        try
        {
            Threads.Count = threads;
            Assert.Equal(one, Run(norm, x, Rectifier.ReLU6, separate: false));
        }
        finally
        {
            Threads.Count = before;
        }
    }

    /// <summary>
    /// Everything that a forward and a backward pass give, of a normalization with the same parameters and fresh statistics.
    /// </summary>
    private static Dictionary<string, float[]> Run(BatchNorm2d norm, Tensor x, Rectifier rectifier, bool separate)
    {
        var leaf = x.Detach();
        leaf.RequiresGrad = true;
        Tensor Like(Tensor tensor) => tensor.Detach().To(x.DType).Clone();
        var (weight, bias, mean, variance) = (
            Like(norm.Weight), Like(norm.Bias), Tensor.Zeros([norm.Weight.Count], x.DType), Tensor.Ones([norm.Weight.Count], x.DType));
        weight.RequiresGrad = bias.RequiresGrad = true;
        var most = rectifier == Rectifier.ReLU6 ? 6 : double.PositiveInfinity;
        var y = separate
            ? leaf.BatchNorm(weight, bias, mean, variance, training: true, 0.1, 1e-5, cudnnEnabled: true).Clamp(0, most)
            : leaf.BatchNormClamp(weight, bias, mean, variance, 0.1, 1e-5, 0, most);
        y.Backward(Ops.Arange(y.Count).To(x.DType).Mul(2.0 / y.Count).Sub(0.7).Reshape(y.Shape));
        return new()
        {
            ["output"] = y.ToArray<float>(),
            ["input"] = leaf.Grad!.ToArray<float>(),
            ["weight"] = weight.Grad!.ToArray<float>(),
            ["bias"] = bias.Grad!.ToArray<float>(),
            ["mean"] = mean.ToArray<float>(),
            ["variance"] = variance.ToArray<float>(),
        };
    }
}
