using Panoptes.Foundation;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Tests;

public sealed class RoiAlignTests : IDisposable
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
        var random = new SeededRandom(11 + level);
        Randomness.Seed(11 + level);
        for (var round = 0; round < 30; round++)
        {
            using var scope = TensorScope.Open();
            var drawn = Draw(random);
            var (expected, wanted) = Derive(drawn, drawn.Map.To(DType.Float64));
            foreach (var format in new[] { MemoryFormat.Contiguous, MemoryFormat.ChannelsLast })
            {
                var (actual, gradient) = Derive(drawn, drawn.Map.ToMemoryFormat(format));
                Close.To(expected, actual, 1e-5);
                Close.To(wanted, gradient, 1e-4);
            }
        }
    }

    [Fact]
    public void The_gradient_is_what_differences_of_the_output_say()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(3);
        var map = Ops.Randn([2, 3, 5, 7], DType.Float64);
        float[] edges = [0, -2, 1, 20, 15, 1, 3, 3, 4, 25, 1, 6, 2, 6, 2];
        var rois = Tensor.From(edges, 3, 5);
        Tensor Sum(Tensor of)
        {
            var output = of.RoiAlign(rois, 0.25, 3, 2, 0, true);
            return (output * (Ops.Arange(output.Count) * 0.7).Sin().Reshape(output.Shape).To(DType.Float64)).Sum();
        }

        var probe = map.Clone();
        probe.RequiresGrad = true;
        Sum(probe).Backward();
        var gradient = probe.Grad!.ToArray<double>();
        using var noGrad = Autograd.NoGrad();
        const double Step = 1e-3;
        for (var k = 0; k < gradient.Length; k += 5)
        {
            double At(double step)
            {
                var moved = map.Clone();
                moved.View([-1]).Narrow(0, k, 1).AddInPlace(step);
                return Sum(moved).Item();
            }

            Assert.Equal((At(Step) - At(-Step)) / (2 * Step), gradient[k], 1e-6);
        }
    }

    [Fact]
    public void A_map_that_rises_evenly_is_seen_as_it_is_at_the_middle_of_every_bin()
    {
        using var scope = TensorScope.Open();
        var across = Ops.Arange(20, DType.Float32).View([1, 1, 1, 20]).Expand([1, 1, 10, 20]);
        var output = across.RoiAlign(Tensor.From([0f, 8, 8, 48, 24], 1, 5), 0.25, 2, 5, 0, true).ToArray<float>();

        // From 2 to 12 pixels, whose first has its center at 0.5: bins of two pixels.
        Close.To([2.5f, 4.5f, 6.5f, 8.5f, 10.5f, 2.5f, 4.5f, 6.5f, 8.5f, 10.5f], output, 1e-6);
    }

    [Fact]
    public void Boxes_without_an_area_or_outside_of_the_map_show_nothing()
    {
        using var scope = TensorScope.Open();
        float[] edges = [0, 5, 5, 5, 9, 0, 7, 7, 3, 3, 0, -90, -90, -50, -50, 0, 500, 0, 900, 40, 0, 1e30f, 0, 3e38f, 40];
        Assert.All(Tensor.Ones([1, 4, 6, 6]).RoiAlign(Tensor.From(edges, 5, 5), 0.25, 7, 7, 0, true).ToArray<float>(), Nothing);

        static void Nothing(float value) => Assert.Equal(0f, value);
    }

    [Fact]
    public void A_box_as_long_as_numbers_reach_takes_no_longer_than_others()
    {
        using var scope = TensorScope.Open();
        float[] edges = [0, -1e30f, -1e30f, 1e30f, 1e30f];
        var output = Tensor.Ones([1, 1, 6, 6]).RoiAlign(Tensor.From(edges, 1, 5), 1, 2, 2, 0, true).ToArray<float>();
        Assert.All(output, value => Assert.InRange(value, 0, 1e-6));
    }

    [Fact]
    public void No_box_gives_no_output_and_a_gradient_of_nothing()
    {
        using var scope = TensorScope.Open();
        var map = Tensor.Ones([2, 3, 4, 5]);
        map.RequiresGrad = true;
        var output = map.RoiAlign(Tensor.Zeros([0, 5]), 0.5, 7, 7, 0, true);
        Assert.Equal([0L, 3, 7, 7], output.Shape.ToArray());
        output.Sum().Backward();
        Assert.Equal(new float[120], map.Grad!.ToArray<float>());
    }

    [Fact]
    public void Results_are_the_same_bits_for_any_number_of_threads()
    {
        using var scope = TensorScope.Open();
        var drawn = Draw(new SeededRandom(5)) with { Map = Ops.Randn([2, 200, 9, 13]) };
        var before = Threads.Count;
        try
        {
            Threads.Count = 1;
            var (output, gradient) = Derive(drawn, drawn.Map);
            Threads.Count = 3;
            var (together, gradientTogether) = Derive(drawn, drawn.Map);
            Assert.Equal(output, together);
            Assert.Equal(gradient, gradientTogether);
        }
        finally
        {
            Threads.Count = before;
        }
    }

    [Fact]
    public void The_output_lies_in_memory_as_the_map_does()
    {
        using var scope = TensorScope.Open();
        var rois = Tensor.From([0f, 0, 0, 9, 9], 1, 5);
        var map = Ops.Randn([1, 8, 6, 6]);
        Assert.True(map.RoiAlign(rois, 1, 3, 3, 0, true).IsContiguous);
        Assert.True(map.ToMemoryFormat(MemoryFormat.ChannelsLast).RoiAlign(rois, 1, 3, 3, 0, true)
            .IsContiguousAs(MemoryFormat.ChannelsLast));
    }

    [Fact]
    public void Maps_of_half_the_bits_give_what_their_exact_values_give()
    {
        using var scope = TensorScope.Open();
        var drawn = Draw(new SeededRandom(8));
        var half = drawn.Map.To(DType.BFloat16);
        var output = Align(drawn, half);
        Assert.Equal(DType.BFloat16, output.DType);
        Assert.Equal(Align(drawn, half.To(DType.Float32)).To(DType.BFloat16).ToArray<float>(), output.ToArray<float>());
    }

    [Theory]
    [InlineData(1, float.NaN)]
    [InlineData(4, float.PositiveInfinity)]
    [InlineData(0, float.NaN)]
    [InlineData(0, 2)]
    [InlineData(0, -1)]
    public void Boxes_that_are_no_numbers_or_of_no_image_are_refused(int place, float value)
    {
        using var scope = TensorScope.Open();
        float[] edges = [0, 0, 0, 4, 4, 1, 0, 0, 4, 4];
        edges[5 + place] = value;
        var map = Tensor.Ones([2, 3, 4, 4]);
        Assert.Contains("box 1 is", Assert.Throws<TensorException>(
            () => map.RoiAlign(Tensor.From(edges, 2, 5), 1, 2, 2, 0, true)).Message);
    }

    [Fact]
    public void Shapes_that_do_not_fit_and_derivatives_of_derivatives_are_refused()
    {
        using var scope = TensorScope.Open();
        var (map, rois) = (Tensor.Ones([1, 3, 4, 4]), Tensor.From([0f, 0, 0, 4, 4], 1, 5));
        Assert.Throws<TensorException>(() => map.RoiAlign(Tensor.Ones([1, 4]), 1, 2, 2, 0, true));
        Assert.Throws<TensorException>(() => map.RoiAlign(rois, 0, 2, 2, 0, true));
        Assert.Throws<TensorException>(() => map.RoiAlign(rois, 1, 0, 2, 0, true));
        Assert.Throws<TensorException>(() => Tensor.Ones([3, 4, 4]).RoiAlign(rois, 1, 2, 2, 0, true));
        map.RequiresGrad = true;
        Assert.Contains("derivatives of derivatives", Assert.Throws<TensorException>(() => Autograd.Gradients(
            map.RoiAlign(rois, 1, 2, 2, 0, true).Square().Sum(), [map], createGraph: true)).Message);
    }

    [Fact]
    public void A_thousand_passes_leave_no_tensor_behind()
    {
        var before = TensorScope.LiveTensors;
        var drawn = default(Drawn);
        using (TensorScope.Open())
        {
            drawn = Draw(new SeededRandom(6));
            for (var k = 0; k < 1000; k++)
            {
                using var turn = TensorScope.Open();
                Derive(drawn, drawn.Map);
            }
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private sealed record Drawn(Tensor Map, Tensor Rois, double Scale, int Height, int Width, int Samples, bool Aligned);

    // 1 to 150 channels; boxes inside, across the edges and outside.
    private static Drawn Draw(SeededRandom random)
    {
        var (n, count) = (random.NextInt(1, 4), random.NextInt(1, 20));
        long[] size = [n, random.NextInt(1, 151), random.NextInt(1, 14), random.NextInt(1, 30)];
        var scale = 1.0 / random.NextInt(1, 9);
        float Place(long side) => (float)random.NextDouble(-0.3 * side / scale, 1.2 * side / scale);
        var rois = new List<float>();
        for (var k = 0; k < count; k++)
        {
            var (x, y) = (Place(size[3]), Place(size[2]));
            rois.AddRange([random.NextInt(0, n), x, y, x + Math.Abs(Place(size[3])), y + Math.Abs(Place(size[2]))]);
        }

        return new Drawn(
            Ops.Randn(size), Tensor.From<float>([.. rois], count, 5), scale, random.NextInt(1, 8), random.NextInt(1, 8),
            random.NextInt(0, 4), random.NextBool());
    }

    private static Tensor Align(Drawn drawn, Tensor map) =>
        map.RoiAlign(drawn.Rois, drawn.Scale, drawn.Height, drawn.Width, drawn.Samples, drawn.Aligned);

    private static (float[] Output, float[] Gradient) Derive(Drawn drawn, Tensor map)
    {
        var own = map.Detach().Clone();
        own.RequiresGrad = true;
        var output = Align(drawn, own);
        var probe = (Ops.Arange(output.Count) * 0.7).Sin().Reshape(output.Shape).To(output.DType);
        (output * probe).Sum().Backward();
        return (output.ToArray<float>(), own.Grad!.ToArray<float>());
    }
}
