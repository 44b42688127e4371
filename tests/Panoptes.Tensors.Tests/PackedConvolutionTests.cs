using Panoptes.Tensors.Modules;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Tests;

public sealed class PackedConvolutionTests : IDisposable
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
    public void A_prepared_convolution_gives_what_64_bits_give_rectified(int level, int seed)
    {
        var random = new Random(seed);
        Randomness.Seed(seed);
        for (var round = 0; round < 12; round++)
        {
            using var scope = TensorScope.Open();
            using var noGrad = Autograd.NoGrad();
            long[] kernel = round % 3 == 0 ? [1, 1] : [random.Next(1, 5), random.Next(1, 5)];
            long[] stride = [random.Next(1, 4), random.Next(1, 4)];
            long[] dilation = [random.Next(1, 4), random.Next(1, 4)];
            long[] padding = [random.Next(0, 4), random.Next(0, 4)];
            long[] size = [random.Next(13, 31), random.Next(13, 31)];
            // Fewer than a run, not a multiple of one, and more than a block holds.
            var inputs = round switch { 4 => 700, 5 => 1030, _ => random.Next(8, 90) };
            var outputs = random.Next(1, 150);
            var rectifier = (Rectifier)(round % 3);
            var format = random.Next(2) == 0 ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
            var x = Ops.Randn([random.Next(1, 4), inputs, .. size]).ToMemoryFormat(format);
            var weight = Ops.Randn([outputs, inputs, .. kernel]).Div(Math.Sqrt(inputs * kernel[0] * kernel[1])).ToMemoryFormat(format);
            var bias = random.Next(3) > 0 ? Ops.Randn([outputs]) : null;
            var (lower, upper) = rectifier.Bounds();
            var expected = x.To(DType.Float64)
                .Conv2d(weight.To(DType.Float64), bias?.To(DType.Float64), stride, padding, dilation, 1).Clamp(lower, upper);
            using var prepared = new PreparedConvolution(weight, bias, new(stride, padding, dilation, 1, IsDepthwise: false), rectifier);
            _ = NativeMethods.ProcessorLevel(Math.Min(level, _level));
            Threads.Count = 1;
            var actual = prepared.Forward(x);
            Close.To(expected.ToArray<double>().Select(value => (float)value).ToArray(), actual.ToArray<float>(), 1e-5);
            Threads.Count = 3;
            Assert.Equal(actual.ToArray<float>(), prepared.Forward(x).ToArray<float>());
            _ = NativeMethods.ProcessorLevel(_level);
        }
    }

    [Fact]
    public void A_value_that_is_no_number_is_not_rectified_away()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var x = Tensor.Ones([1, 16, 3, 3]);
        x.Narrow(2, 1, 1).Narrow(3, 1, 1).FillInPlace(double.NaN);
        using var dense = new PreparedConvolution(Tensor.Ones([4, 16, 1, 1]), null, Steps(groups: 1), Rectifier.ReLU6);
        Assert.Equal(4, dense.Forward(x).ToArray<float>().Count(float.IsNaN));
        using var depthwise = new PreparedConvolution(Tensor.Ones([16, 1, 1, 1]), null, Steps(groups: 16), Rectifier.ReLU6);
        Assert.Equal(16, depthwise.Forward(x.ToMemoryFormat(MemoryFormat.ChannelsLast)).ToArray<float>().Count(float.IsNaN));

        static ConvolutionSteps Steps(long groups) => new([1, 1], [0, 0], [1, 1], groups, IsDepthwise: groups > 1);
    }

    [Fact]
    public void Inputs_that_the_kernels_do_not_take_go_to_libtorch()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(2);
        var (x, weight, bias) = (Ops.Randn([2, 12, 9, 7]), Ops.Randn([20, 12, 3, 3]).Mul(0.1), Ops.Randn([20]));
        using var prepared = new PreparedConvolution(weight, bias, new([2, 1], [1, 0], [1, 2], 1, IsDepthwise: false), Rectifier.ReLU);
        var expected = x.Conv2d(weight, bias, [2, 1], [1, 0], [1, 2], 1).Relu();
        Close.To(expected.ToArray<float>(), prepared.Forward(x).ToArray<float>(), 2e-5);
        Assert.Equal((long[])[0, 20, 5, 3], prepared.Forward(Tensor.Empty([0, 12, 9, 7])).Shape);
        using (Autocast.Enter(Device.Cpu, DType.BFloat16))
        {
            Close.To(expected.ToArray<float>(), prepared.Forward(x).To(DType.Float32).ToArray<float>(), 0.05);
        }

        x.RequiresGrad = true;
        prepared.Forward(x).Sum().Backward();
        var gradient = x.Grad!.ToArray<float>();
        var other = x.Detach();
        other.RequiresGrad = true;
        other.Conv2d(weight, bias, [2, 1], [1, 0], [1, 2], 1).Relu().Sum().Backward();
        Close.To(other.Grad!.ToArray<float>(), gradient, 2e-5);
    }

    [Fact]
    public void Parts_of_the_inputs_add_up_to_the_whole()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        Randomness.Seed(4);
        using var conv = new Conv2d(40, 70, 1, bias: false);
        conv.Eval();
        var x = Ops.Randn([2, 40, 7, 5]);
        var expected = conv.Forward(x).ToArray<float>();
        Close.To(expected, Sum(), 1e-5);
        using var prepared = conv.PrepareInference();
        Close.To(expected, Sum(), 1e-5);

        float[] Sum() => conv.Part(x.Narrow(1, 0, 12), 0).Add(conv.Part(x.Narrow(1, 12, 25), 12)).Add(conv.Part(x.Narrow(1, 37, 3), 37))
            .ToArray<float>();
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        using var scope = TensorScope.Open();
        var (x, panels, bias) = (Tensor.Ones([1, 8, 4, 4]), Tensor.Ones([1, 8, 16]), Tensor.Ones([16]));
        Assert.Equal(256, Packed(x, panels, bias, 16, 1, 1).Count);
        Assert.Throws<TensorException>(() => Packed(x, panels, bias, 17, 1, 1));
        Assert.Throws<TensorException>(() => Packed(x, panels, bias, 16, 2, 1));
        Assert.Throws<TensorException>(() => Packed(x, panels, bias, 16, 1, 0));
        Assert.Throws<TensorException>(() => Packed(x, panels, bias, 16, 1, long.MaxValue));
        Assert.Throws<TensorException>(() => Packed(x, panels, Tensor.Ones([8]), 16, 1, 1));
        Assert.Throws<TensorException>(() => Packed(x, Tensor.Ones([1, 8, 24]), Tensor.Ones([24]), 20, 1, 1));
        Assert.Throws<TensorException>(() => Packed(Tensor.Ones([8, 4, 4]), panels, bias, 16, 1, 1));
        // No output.
        Assert.Throws<TensorException>(() => Packed(x, Tensor.Ones([1, 8 * 25, 16]), bias, 16, 5, 1));

        static Tensor Packed(Tensor x, Tensor panels, Tensor bias, long outputs, long kernel, long stride) => x.PackedConv2d(
            panels, bias, outputs, [kernel, kernel], [stride, stride], [0, 0], [1, 1], double.NegativeInfinity, double.PositiveInfinity);
    }
}
