using Panoptes.Foundation;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Tests;

public sealed class DepthwiseConvolutionTests : IDisposable
{
    private readonly int _level = NativeMethods.ProcessorLevel(-1);

    /// <summary>Goes back to the kernels of this processor.</summary>
    public void Dispose() => Assert.Equal(_level, NativeMethods.ProcessorLevel(_level));

    /// <summary>Every level of the processor that there is, from 0: each has its own kernels.</summary>
    public static TheoryData<int, long> LevelsAndSeeds()
    {
        var data = new TheoryData<int, long>();
        for (var level = 0; level <= NativeMethods.ProcessorLevel(-1); level++)
        {
            data.Add(level, (2 * level) + 1);
            data.Add(level, (2 * level) + 2);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LevelsAndSeeds))]
    public void Outputs_and_gradients_are_those_of_libtorchs_convolution_for_any_size(int level, long seed)
    {
        Assert.Equal(level, NativeMethods.ProcessorLevel(level));
        var random = new SeededRandom(seed);
        Randomness.Seed(seed);
        for (var round = 0; round < 25; round++)
        {
            using var scope = TensorScope.Open();
            long channels = random.NextInt(1, 80);
            long[] kernel = [random.NextInt(1, 5), random.NextInt(1, 5)];
            if (round % 5 == 0)
            {
                // The strips of SegNeXt: one side long, one side 1.
                kernel = round % 2 == 0 ? [1, random.NextInt(6, 22)] : [random.NextInt(6, 22), 1];
            }

            long[] dilation = [random.NextInt(1, 5), random.NextInt(1, 5)];

            // Paddings up to more than the kernel's reach, where the backward pass cuts its input off.
            long[] padding = [random.NextInt(0, (int)(dilation[0] * (kernel[0] - 1)) + 2), random.NextInt(
                0, (int)(dilation[1] * (kernel[1] - 1)) + 2)];
            long[] size = [Smallest(0) + random.NextInt(0, 40), Smallest(1) + random.NextInt(0, 40)];
            long Smallest(int axis) => Math.Max(1, (dilation[axis] * (kernel[axis] - 1)) + 1 - (2 * padding[axis]));
            var format = random.NextBool() ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
            var x = Ops.Randn([random.NextInt(1, 4), channels, .. size]).ToMemoryFormat(format);
            var w = Ops.Randn([channels, 1, .. kernel]).ToMemoryFormat(format);
            var b = random.NextBool() ? Ops.Randn([channels]) : null;
            var expected = Derive(x.To(DType.Float64), w.To(DType.Float64), b?.To(DType.Float64), (x, w, b) => x.Conv2d(
                w, b, [1, 1], padding, dilation, channels));
            var actual = Derive(x, w, b, (x, w, b) => x.DepthwiseConv2d(w, b, padding, dilation));
            for (var k = 0; k < expected.Length; k++)
            {
                // The gradients of weight and bias are sums over all positions.
                Close.To(expected[k], actual[k], 2e-5 * (k < 2 ? 1 : Math.Sqrt(expected[0].Length / channels)));
            }

            using (Autograd.NoGrad())
            {
                var plain = x.DepthwiseConv2d(w, b, padding, dilation);
                Assert.Equal(actual[0], plain.ToArray<float>());
                Assert.True(plain.IsContiguousAs(x.IsContiguous ? MemoryFormat.Contiguous : format), "the output has the input's layout");
            }
        }
    }

    [Theory]
    [MemberData(nameof(LevelsAndSeeds))]
    public void Brain_floats_give_what_32_bits_give_rounded_once(int level, long seed)
    {
        Assert.Equal(level, NativeMethods.ProcessorLevel(level));
        Randomness.Seed(seed);
        for (var round = 0; round < 6; round++)
        {
            using var scope = TensorScope.Open();
            var channels = 1 + (13 * round);
            var format = round % 3 == 2 ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast;
            var x = Ops.Randn([2, channels, 11, 9 + round]).To(DType.BFloat16).ToMemoryFormat(format);
            var (w, b) = (Ops.Randn([channels, 1, 3, 3]), Ops.Randn([channels]));
            var expected = Pass(x.To(DType.Float32));
            foreach (var actual in new[] { Pass(x), Cast(x.To(DType.Float32)) })
            {
                for (var k = 0; k < expected.Length; k++)
                {
                    Close.To(expected[k], actual[k], 1.0 / 128);
                }
            }

            // As a network in mixed precision calls it: the input of 32 bits is rounded first.
            float[][] Cast(Tensor input)
            {
                using var lower = Autocast.Enter(Device.Cpu, DType.BFloat16);
                return Pass(input);
            }

            float[][] Pass(Tensor input)
            {
                var (leaf, weight, bias) = (input.Detach(), w.Detach(), b.Detach());
                leaf.RequiresGrad = weight.RequiresGrad = bias.RequiresGrad = true;
                var y = leaf.DepthwiseConv2d(weight, bias, [2, 2], [2, 2]);
                y.Backward(Ops.Arange(y.Count).Fmod(7).Sub(3).Reshape(y.Shape).To(y.DType));
                return [.. new[] { y, leaf.Grad!, weight.Grad!, bias.Grad! }.Select(tensor => tensor.To(DType.Float32).ToArray<float>())];
            }
        }
    }

    [Theory]
    [InlineData(MemoryFormat.Contiguous)]
    [InlineData(MemoryFormat.ChannelsLast)]
    public void Results_are_the_same_bits_for_any_number_of_threads(MemoryFormat format)
    {
        using var scope = TensorScope.Open();
        var before = Threads.Count;
        var x = Ops.Randn([2, 20, 33, 29]).ToMemoryFormat(format);
        var w = Ops.Randn([20, 1, 3, 5]);
        var b = Ops.Randn([20]);
        try
        {
            Threads.Count = 1;
            var one = Derive(x, w, b, (x, w, b) => x.DepthwiseConv2d(w, b, [1, 2], [1, 1]));
            Threads.Count = 3;
            Assert.Equal(one, Derive(x, w, b, (x, w, b) => x.DepthwiseConv2d(w, b, [1, 2], [1, 1])));
        }
        finally
        {
            Threads.Count = before;
        }
    }

    [Fact]
    public void Tensors_that_are_not_dense_are_taken_as_they_are()
    {
        using var scope = TensorScope.Open();
        var x = Ops.Randn([2, 14, 12, 10]).Slice(1, 2, 14, 2).Slice(3, 1, 9);
        var w = Ops.Randn([5, 3, 6, 1]).Permute([2, 3, 0, 1]);
        var b = Ops.Randn([12]).Slice(0, 0, 12, 2);
        Close.To(x.Conv2d(w, b, [1, 1], [1, 1], [1, 1], 6).ToArray<float>(), x.DepthwiseConv2d(w, b, [1, 1], [1, 1]).ToArray<float>());
    }

    [Fact]
    public void A_layer_that_is_not_depthwise_or_has_a_stride_is_libtorchs_own()
    {
        using var scope = TensorScope.Open();
        var x = Ops.Randn([1, 8, 9, 7]);
        foreach (var (outputs, groups, stride) in new[] { (8L, 4L, 1L), (16L, 8L, 1L), (8L, 8L, 2L), (8L, 1L, 1L) })
        {
            using var layer = new Modules.Conv2d(8, outputs, 3, stride, padding: 1, groups: groups);
            Assert.Equal(x.Conv2d(layer.Weight, layer.Bias, [stride, stride], [1, 1], [1, 1], groups).ToArray<float>(), layer.Forward(x)
                .ToArray<float>());
        }
    }

    [Fact]
    public void Second_derivatives_and_double_precision_take_libtorchs_own_road()
    {
        using var scope = TensorScope.Open();
        var x = Ops.Randn([1, 4, 9, 9]);
        var w = Ops.Randn([4, 1, 3, 3]);
        x.RequiresGrad = w.RequiresGrad = true;
        var first = Autograd.Gradients(x.DepthwiseConv2d(w, null, [2, 2], [2, 2]).Square().Sum(), [x], createGraph: true)[0]!;
        var own = Autograd.Gradients(first.Square().Sum(), [w])[0]!;
        var firstReference = Autograd.Gradients(x.Conv2d(w, null, [1, 1], [2, 2], [2, 2], 4).Square().Sum(), [x], createGraph: true)[0]!;
        Close.To(Autograd.Gradients(firstReference.Square().Sum(), [w])[0]!.ToArray<float>(), own.ToArray<float>(), 1e-4);

        var doubled = x.Detach().To(DType.Float64).DepthwiseConv2d(w.Detach().To(DType.Float64), null, [2, 2], [2, 2]);
        Assert.Equal(DType.Float64, doubled.DType);
        using (Autocast.Enter(Device.Cpu, DType.BFloat16))
        {
            var low = x.DepthwiseConv2d(w, null, [2, 2], [2, 2]);
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
        x.DepthwiseConv2d(w, null, [2, 2], [2, 2]).Sum().Backward();
        Assert.Null(x.Grad);
        Assert.NotNull(w.Grad);
    }

    /// <summary>The output, and what a fixed gradient of it gives to input, weight and (where there is one) bias.</summary>
    private static float[][] Derive(Tensor x, Tensor w, Tensor? b, Func<Tensor, Tensor, Tensor?, Tensor> convolve)
    {
        Tensor[] leaves = [.. new[] { x, w, b }.OfType<Tensor>().Select(tensor => tensor.Detach())];
        foreach (var leaf in leaves)
        {
            leaf.RequiresGrad = true;
        }

        var y = convolve(leaves[0], leaves[1], b is null ? null : leaves[2]);

        // The same numbers whatever the precision: a ramp that no symmetry of the convolution hides.
        var gradient = Ops.Arange(y.Count).To(y.DType).Mul(3.0 / y.Count).Sub(1).Reshape(y.Shape);
        y.Backward(gradient);
        return [y.ToArray<float>(), .. leaves.Select(leaf => leaf.Grad!.ToArray<float>())];
    }
}
