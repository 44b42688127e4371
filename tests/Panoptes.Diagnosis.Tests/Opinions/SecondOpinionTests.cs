using Panoptes.Diagnosis.Opinions;
using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Tests.Opinions;

public sealed class SecondOpinionTests
{
    [Fact]
    public void A_soft_minimum_lies_between_the_smallest_and_the_mean()
    {
        var soft = new SoftMin();
        double[] probabilities = [0.9, 0.95, 0.1, 0.99];
        foreach (var probability in probabilities)
        {
            soft.Add(probability);
        }

        Assert.Equal(4, soft.Count);
        Assert.InRange(soft.Value, 0.1, 0.15);
        Assert.True(double.IsNaN(new SoftMin().Value));
    }

    [Fact]
    public void It_is_that_of_the_formula()
    {
        var soft = new SoftMin();
        soft.Add(0.2);
        soft.Add(0.4);
        var (a, b) = (Math.Exp(-2), Math.Exp(-4));
        Assert.Equal(((0.2 * a) + (0.4 * b)) / (a + b), soft.Value, 1e-12);
    }

    [Fact]
    public void A_label_that_the_model_does_not_share_lowers_quality_and_agreement_and_void_does_not_count()
    {
        // Three pixels and void; class 0 first, then class 1.
        float[] probabilities = [0.9f, 0.8f, 0.7f, 0.5f, 0.1f, 0.2f, 0.3f, 0.5f];
        var right = SecondOpinion.Of("a", new Plane<ushort>(2, 2, [0, 0, 0, 255]), 255, probabilities)!;
        var wrong = SecondOpinion.Of("a", new Plane<ushort>(2, 2, [0, 0, 1, 255]), 255, probabilities)!;
        Assert.Equal(1, right.Agreement);
        Assert.Equal(2 / 3.0, wrong.Agreement, 1e-12);
        Assert.True(wrong.Quality < right.Quality - 0.3, $"{wrong} {right}");
        Assert.Null(SecondOpinion.Of("a", new Plane<ushort>(2, 2, [255, 255, 255, 255]), 255, probabilities));
    }
}
