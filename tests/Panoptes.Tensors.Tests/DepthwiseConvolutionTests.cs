using Panoptes.Foundation;

namespace Panoptes.Tensors.Tests;

public sealed class DepthwiseConvolutionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Outputs_and_gradients_are_those_of_libtorchs_convolution_for_any_size(long seed)
    {
        var random = new SeededRandom(seed);
        Randomness.Seed(seed);
        for (var round = 0; round < 25; round++)
        {
            using var scope = TensorScope.Open();
            long channels = random.NextInt(1, 80);
            long[] kernel = [random.NextInt(1, 5), random.NextInt(1, 5)];
            long[] dilation = [random.NextInt(1, 8), random.NextInt(1, 8)];

            // Paddings up to more than the kernel's reach, where the fast pass does not apply.
            long[] padding = [random.NextInt(0, (int)(dilation[0] * (kernel[0] - 1)) + 2), random.NextInt(0, (int)(dilation[1] * (kernel[1] - 1)) + 2)];
            long[] size = [Smallest(0) + random.NextInt(0, 12), Smallest(1) + random.NextInt(0, 12)];
            long Smallest(int axis) => Math.Max(1, (dilation[axis] * (kernel[axis] - 1)) + 1 - (2 * padding[axis]));
            var format = random.NextBool() ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
            var x = Ops.Randn([random.NextInt(1, 4), channels, .. size]).ToMemoryFormat(format);
            var w = Ops.Randn([channels, 1, .. kernel]);
            x.RequiresGrad = w.RequiresGrad = true;

            var expected = x.Conv2d(w, null, [1, 1], padding, dilation, channels);
            var g = Ops.RandnLike(expected);
            expected.Backward(g);
            var (expectedX, expectedW) = (x.Grad!.ToArray<float>(), w.Grad!.ToArray<float>());
            x.Grad = w.Grad = null;

            var actual = x.DepthwiseConv2d(w, padding, dilation);
            actual.Backward(g);

            Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
            Close.To(expected.ToArray<float>(), actual.ToArray<float>(), 1e-4);
            Close.To(expectedX, x.Grad!.ToArray<float>(), 1e-4);
            Close.To(expectedW, w.Grad!.ToArray<float>(), 1e-3);
        }
    }

    [Fact]
    public void Second_derivatives_double_precision_and_autocast_take_libtorchs_own_road()
    {
        using var scope = TensorScope.Open();
        var x = Ops.Randn([1, 4, 9, 9]);
        var w = Ops.Randn([4, 1, 3, 3]);
        x.RequiresGrad = w.RequiresGrad = true;
        var first = Autograd.Gradients(x.DepthwiseConv2d(w, [2, 2], [2, 2]).Square().Sum(), [x], createGraph: true)[0]!;
        var own = Autograd.Gradients(first.Square().Sum(), [w])[0]!;
        var firstReference = Autograd.Gradients(x.Conv2d(w, null, [1, 1], [2, 2], [2, 2], 4).Square().Sum(), [x], createGraph: true)[0]!;
        Close.To(Autograd.Gradients(firstReference.Square().Sum(), [w])[0]!.ToArray<float>(), own.ToArray<float>(), 1e-4);

        var doubled = x.Detach().To(DType.Float64).DepthwiseConv2d(w.Detach().To(DType.Float64), [2, 2], [2, 2]);
        Assert.Equal(DType.Float64, doubled.DType);
        using (Autocast.Enter(Device.Cpu, DType.BFloat16))
        {
            var low = x.DepthwiseConv2d(w, [2, 2], [2, 2]);
            Assert.Equal(DType.BFloat16, low.DType);
            low.To(DType.Float32).Sum().Backward();
        }

        Assert.Equal(DType.Float32, w.Grad!.DType);
    }

    [Fact]
    public void Only_wanted_gradients_are_computed()
    {
        using var scope = TensorScope.Open();
        var x = Ops.Randn([1, 4, 9, 9]);
        var w = Ops.Randn([4, 1, 3, 3]);
        w.RequiresGrad = true;
        x.DepthwiseConv2d(w, [2, 2], [2, 2]).Sum().Backward();
        Assert.Null(x.Grad);
        Assert.NotNull(w.Grad);
    }
}
