using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Losses;

namespace Panoptes.Training.Tests.Losses;

public class OtherLossesTests
{
    private const int Ignore = 255;

    [Fact]
    public void Hard_pixels_are_chosen_among_the_valid_ones_and_as_many_as_asked()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            using var scope = TensorScope.Open();
            var (logits, labels) = Random(seed);
            var valid = (int)labels.Ne(Ignore).Sum().Item();
            var hardest = OhemSelection.Weights(logits, labels, Ignore, new OhemConfig { Threshold = null, MinKept = 7 }).ToArray<float>();
            Assert.Equal(Math.Min(14, valid), (int)hardest.Sum());
            var below = OhemSelection.Weights(logits, labels, Ignore, new OhemConfig { Threshold = 0.3, MinKept = 7 }).ToArray<float>();
            Assert.InRange((int)below.Sum(), Math.Min(14, valid - 1), valid);
            var ids = labels.ToArray<long>();
            Assert.All(Enumerable.Range(0, ids.Length).Where(i => ids[i] == Ignore), i => Assert.Equal(0, below[i] + hardest[i]));
            var losses = CrossEntropy.PerPixel(logits, labels, Ignore).ToArray<float>();
            Assert.True(losses.Where((_, i) => hardest[i] == 1).Min() >= losses.Where((_, i) => hardest[i] == 0).Max());
        }
    }

    [Fact]
    public void Hard_pixels_of_a_batch_without_valid_ones_are_none()
    {
        using var scope = TensorScope.Open();
        var (logits, _) = Random(1);
        var labels = Tensor.Full([2, 6, 6], Ignore, DType.Int64);
        Assert.Equal(0, OhemSelection.Weights(logits, labels, Ignore, new OhemConfig()).Sum().Item());
    }

    [Fact]
    public void Focal_loss_without_discount_is_half_the_binary_cross_entropy()
    {
        using var scope = TensorScope.Open();
        var (logits, labels) = Random(3);
        var focal = FocalLoss.Mean(logits, labels, Ignore, 0, Tensor.From<float>([0.5f], 1)).Item();
        Assert.Equal(BinaryCrossEntropy.Mean(logits, labels, Ignore).Item() / 2, focal, 1e-6);
    }

    [Fact]
    public void Dice_is_near_zero_for_certain_and_right_logits()
    {
        using var scope = TensorScope.Open();
        var labels = Tensor.From<long>([.. Enumerable.Range(0, 36).Select(i => (long)(i % 3))], 1, 6, 6);
        var logits = OneHotLogits(labels, 3) * 40;
        Assert.Equal(0, DiceLoss.Mean(logits, labels, Ignore).Item(), 1e-5);
    }

    [Fact]
    public void Every_loss_has_the_gradient_that_differences_give()
    {
        using var scope = TensorScope.Open();
        var (single, labels) = Random(4);
        var logits = single.Detach().To(DType.Float64);
        var alpha = Tensor.From<double>([0.25], 1);
        Func<Tensor, Tensor>[] losses =
        [
            x => CrossEntropy.Mean(x, labels, Ignore),
            x => BinaryCrossEntropy.Mean(x, labels, Ignore, PixelAverage.ValidPixels),
            x => FocalLoss.Mean(x, labels, Ignore, 1.5, alpha),
            x => DiceLoss.Mean(x, labels, Ignore, 0.5),
        ];
        foreach (var loss in losses)
        {
            var leaf = logits.Clone();
            leaf.RequiresGrad = true;
            loss(leaf).Backward();
            var gradient = leaf.Grad!.ToArray<double>();
            foreach (var i in new[] { 0, 17, 50, 100 })
            {
                var values = logits.ToArray<double>();
                const double Difference = 1e-5;
                values[i] += Difference;
                var above = loss(Tensor.From<double>(values, logits.Shape)).Item();
                values[i] -= 2 * Difference;
                var below = loss(Tensor.From<double>(values, logits.Shape)).Item();
                Assert.Equal((above - below) / (2 * Difference), gradient[i], 1e-8);
            }
        }
    }

    private static Tensor OneHotLogits(Tensor labels, int classes)
    {
        var planes = Tensor.Zeros([labels.Size(0), classes, labels.Size(1), labels.Size(2)]);
        return planes.ScatterInPlace(1, labels.Unsqueeze(1), 1);
    }

    private static (Tensor Logits, Tensor Labels) Random(long seed)
    {
        var random = new SeededRandom(seed, 98);
        var logits = Tensor.From<float>([.. Enumerable.Range(0, 2 * 4 * 36).Select(_ => (float)(2 * random.NextNormal()))], 2, 4, 6, 6);
        var labels = Tensor.From<long>(
            [.. Enumerable.Range(0, 2 * 36).Select(_ => random.NextBool(0.2) ? Ignore : (long)random.NextInt(0, 4))], 2, 6, 6);
        return (logits, labels);
    }
}
