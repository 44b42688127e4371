using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Losses;

namespace Panoptes.Training.Tests.Losses;

public class CrossEntropyTests
{
    private const int Ignore = 255;

    [Fact]
    public void Two_pixels_by_hand()
    {
        using var scope = TensorScope.Open();
        var logits = Tensor.From<float>([0, 2, 1, 2], 1, 2, 1, 2); // pixel 0: (0, 1), pixel 1: (2, 2)
        var labels = Tensor.From<long>([1, 0], 1, 1, 2);
        var expected = (Math.Log(1 + Math.Exp(-1)) + Math.Log(2)) / 2;
        Assert.Equal(expected, CrossEntropy.Mean(logits, labels, Ignore).Item(), 1e-6);
    }

    [Fact]
    public void A_batch_without_valid_pixels_has_loss_and_gradient_zero()
    {
        using var scope = TensorScope.Open();
        foreach (var average in new[] { PixelAverage.AllPixels, PixelAverage.ValidPixels })
        {
            var (logits, _) = Random(1, 2, 3, 4, 4, 8, 8);
            var labels = Tensor.Full([2, 8, 8], Ignore, DType.Int64);
            foreach (var loss in new[]
            {
                CrossEntropy.Mean(Upsampling.ToSize(logits, 8, 8), labels, Ignore, average),
                FusedCrossEntropy.Mean(logits, labels, Ignore, average).Loss,
            })
            {
                logits.Grad = null;
                loss.Backward();
                Assert.Equal(0, loss.Item());
                Assert.All(logits.Grad!.ToArray<float>(), value => Assert.Equal(0, value));
            }
        }
    }

    [Fact]
    public void Averaging_over_valid_pixels_scales_by_the_share_of_valid_ones()
    {
        using var scope = TensorScope.Open();
        var (logits, labels) = Random(2, 2, 5, 6, 6, 6, 6);
        var valid = labels.Ne(Ignore).Sum().Item();
        var all = CrossEntropy.Mean(logits, labels, Ignore).Item();
        Assert.Equal(all * labels.Count / valid, CrossEntropy.Mean(logits, labels, Ignore, PixelAverage.ValidPixels).Item(), 1e-5);
    }

    [Fact]
    public void The_fused_loss_equals_upsampling_first_for_any_size()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            using var scope = TensorScope.Open();
            var random = new SeededRandom(seed);
            var (n, c) = (random.NextInt(1, 4), random.NextInt(2, 22));
            var (h, w) = (random.NextInt(1, 12), random.NextInt(1, 12));
            var (height, width) = (random.NextInt(1, 50), random.NextInt(1, 50));
            var (logits, labels) = Random(seed, n, c, h, w, height, width);
            var average = (PixelAverage)random.NextInt(0, 3);
            float[] weights = average != PixelAverage.ValidWeights && random.NextBool()
                ? []
                : [.. Enumerable.Range(0, c).Select(_ => (float)random.NextDouble(0.1, 3))];
            var classWeights = weights.Length == 0 ? null : Tensor.From<float>(weights, c);

            var alignCorners = random.NextBool();
            var full = Upsampling.ToSize(logits, height, width, alignCorners);
            var expected = CrossEntropy.Mean(full, labels, Ignore, average, classWeights);
            expected.Backward();
            var wanted = logits.Grad!.ToArray<float>();
            logits.Grad = null;
            var (found, accuracy, _, _) = FusedCrossEntropy.Mean(logits, labels, Ignore, average, weights, alignCorners);
            found.Backward();

            var largest = Math.Max(wanted.Max(MathF.Abs), 1e-12f);
            Assert.Equal(expected.Item(), found.Item(), 1e-5 * Math.Max(1, Math.Abs(expected.Item())));
            Assert.Equal(
                PixelAccuracy.Percent(full, labels, Ignore).Item(), accuracy.Item(), 100.5 / labels.Count); // a tie may fall either way
            Assert.True(wanted.Zip(logits.Grad!.ToArray<float>(), (a, b) => MathF.Abs(a - b)).Max() <= 5e-6f * largest, $"seed {seed}");
        }
    }

    [Fact]
    public void Averaging_over_weights_is_the_weighted_mean_of_PyTorch()
    {
        const long MeanReduction = 1;
        using var scope = TensorScope.Open();
        var (logits, labels) = Random(6, 2, 3, 6, 6, 6, 6);
        var weights = Tensor.From<float>([0.5f, 2, 3], 3);
        var expected = logits.CrossEntropyLoss(labels, weights, MeanReduction, Ignore).Item();
        Assert.Equal(expected, CrossEntropy.Mean(logits, labels, Ignore, PixelAverage.ValidWeights, weights).Item(), 1e-5);
    }

    [Fact]
    public void The_fused_loss_is_the_same_for_any_thread_count()
    {
        var before = Threads.Count;
        try
        {
            var results = new[] { 1, 2, 3 }.Select(threads =>
            {
                Threads.Count = threads;
                using var scope = TensorScope.Open();
                var (logits, labels) = Random(5, 3, 7, 9, 11, 33, 41);
                var loss = FusedCrossEntropy.Mean(logits, labels, Ignore).Loss;
                loss.Backward();
                return logits.Grad!.ToArray<float>().Append((float)loss.Item()).ToArray();
            }).ToList();
            Assert.All(results, result => Assert.Equal(results[0], result));
        }
        finally
        {
            Threads.Count = before;
        }
    }

    [Fact]
    public void A_logit_that_is_no_number_makes_the_fused_loss_no_number()
    {
        using var scope = TensorScope.Open();
        var logits = Tensor.From<float>([0, float.NaN, 1, 1], 1, 2, 1, 2);
        var labels = Tensor.From<long>([0, 0], 1, 1, 2);
        Assert.True(double.IsNaN(FusedCrossEntropy.Mean(logits, labels, Ignore).Loss.Item()));
    }

    [Fact]
    public void Logits_far_apart_neither_overflow_nor_lose_the_loss()
    {
        using var scope = TensorScope.Open();
        var logits = Tensor.From<float>([500, -500], 1, 2, 1, 1);
        logits.RequiresGrad = true;
        var loss = FusedCrossEntropy.Mean(logits, Tensor.From<long>([1], 1, 1, 1), Ignore).Loss;
        loss.Backward();
        Assert.Equal(1000, loss.Item(), 1e-3);
        Assert.Equal([1f, -1f], logits.Grad!.ToArray<float>());
    }

    private static (Tensor Logits, Tensor Labels) Random(long seed, int n, int c, int h, int w, int height, int width)
    {
        var random = new SeededRandom(seed, 99);
        var logits = Tensor.From<float>([.. Enumerable.Range(0, n * c * h * w).Select(_ => (float)(3 * random.NextNormal()))], n, c, h, w);
        logits.RequiresGrad = true;
        var labels = Tensor.From<long>(
            [.. Enumerable.Range(0, n * height * width).Select(_ => random.NextBool(0.2) ? Ignore : (long)random.NextInt(0, c))], n, height,
            width);
        return (logits, labels);
    }
}
