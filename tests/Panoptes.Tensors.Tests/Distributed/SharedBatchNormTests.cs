using Panoptes.Tensors.Modules;

namespace Panoptes.Tensors.Tests.Distributed;

public sealed class SharedBatchNormTests
{
    private const int Channels = 5;

    [Theory]
    [InlineData(2, Rectifier.None, true)]
    [InlineData(2, Rectifier.ReLU, true)]
    [InlineData(3, Rectifier.ReLU6, true)]
    [InlineData(2, Rectifier.ReLU, false)]
    public void Processes_together_normalize_as_one_with_the_whole_batch(int size, Rectifier rectifier, bool isFloat)
    {
        // What is not float32 does not go through the kernels.
        var dtype = isFloat ? DType.Float32 : DType.Float64;
        using var scope = TensorScope.Open();
        using var alone = new BatchNorm2d(Channels);
        var whole = Pass(alone, Batch(0, size * 2), rectifier, dtype, size * 2);

        var shared = Ranks.Run(size, group =>
        {
            using var norm = new BatchNorm2d(Channels) { Processes = group };
            return Pass(norm, Batch(2 * group.Rank, 2), rectifier, dtype, size * 2);
        });

        Close(whole.Output, [.. shared.SelectMany(each => each.Output)], 1e-5);
        Close(whole.Input, [.. shared.SelectMany(each => each.Input)], 1e-5);
        Close(whole.Weight, Sum(shared.Select(each => each.Weight)), 1e-4);
        Close(whole.Bias, Sum(shared.Select(each => each.Bias)), 1e-4);
        Assert.All(shared, each => Close(whole.Mean, each.Mean, 1e-6));
        Assert.All(shared, each => Close(whole.Variance, each.Variance, 1e-5));
        Assert.All(shared, each => Assert.Equal(shared[0].Mean, each.Mean));
        Assert.All(shared, each => Assert.Equal(shared[0].Variance, each.Variance));
    }

    [Fact]
    public void The_variance_of_a_large_mean_is_not_lost()
    {
        var shared = Ranks.Run(2, group =>
        {
            using var norm = new BatchNorm2d(1) { Processes = group };
            norm.Train();
            var x = (Ops.Arange(0, 8).To(DType.Float32).View([2, 1, 2, 2]) * 0.25) + 30000 + group.Rank;
            norm.Forward(x.Contiguous(MemoryFormat.ChannelsLast), Rectifier.ReLU);
            return norm.RunningVariance.ToArray<float>()[0];
        });

        var values = Enumerable.Range(0, 16).Select(k => (k % 8 * 0.25) + (k / 8)).ToList();
        var variance = values.Sum(value => Math.Pow(value - values.Average(), 2)) / 15;
        Assert.All(shared, found => Assert.Equal(0.9 + (0.1 * variance), found, 1e-4));
    }

    [Fact]
    public void Evaluation_waits_for_nobody()
    {
        var evaluated = Ranks.Run(2, group =>
        {
            using var norm = new BatchNorm2d(Channels) { Processes = group };
            norm.Train(false);
            return group.Rank == 0 ? norm.Forward(Batch(0, 1)).Count : 0;
        });

        Assert.True(evaluated[0] > 0);
    }

    private static Tensor Batch(int first, int count) =>
        ((Ops.Arange(0, 4 * Channels * 6).To(DType.Float32) * 0.7).Sin().View([1, Channels, 4, 6])
            * (Ops.Arange(first, first + count).To(DType.Float32).View([-1, 1, 1, 1]) + 1)
            + Ops.Arange(first, first + count).To(DType.Float32).View([-1, 1, 1, 1])).Contiguous(MemoryFormat.ChannelsLast);

    private static Passed Pass(BatchNorm2d norm, Tensor batch, Rectifier rectifier, DType dtype, int images)
    {
        norm.Train();
        using (Autograd.NoGrad())
        {
            norm.Weight.CopyInPlace(Ops.Arange(1, Channels + 1).To(DType.Float32) * 0.3);
            norm.Bias.CopyInPlace(Ops.Arange(0, Channels).To(DType.Float32) * 0.1);
        }

        var x = batch.To(dtype).Detach();
        x.RequiresGrad = true;
        var y = dtype == DType.Float32 || norm.Processes is not null
            ? norm.Forward(x, rectifier)
            : norm.Forward(x.To(DType.Float32), rectifier);
        ((y * y * y).Sum() / images).Backward();
        return new Passed(
            Values(y), Values(x.Grad!), Values(norm.Weight.Grad!), Values(norm.Bias.Grad!), Values(norm.RunningMean),
            Values(norm.RunningVariance));
    }

    private static float[] Values(Tensor tensor) => tensor.Detach().To(DType.Float32).Contiguous().ToArray<float>();

    private static float[] Sum(IEnumerable<float[]> parts) => parts.Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]);

    private static void Close(float[] expected, float[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        var scale = Math.Max(1, expected.Max(Math.Abs));
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.True(Math.Abs(expected[k] - found[k]) <= tolerance * scale, $"{k}: {expected[k]} and {found[k]}");
        }
    }

    private sealed record Passed(float[] Output, float[] Input, float[] Weight, float[] Bias, float[] Mean, float[] Variance);
}
