using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Supervision.IntraBatch;

namespace Panoptes.Training.Tests.IntraBatch;

public sealed class PartnerChoiceTests
{
    [Theory]
    [InlineData(2, 0)]
    [InlineData(5, 0)]
    [InlineData(3, 4)]
    public void No_image_meets_itself_and_all_others_are_as_likely(int images, int remembered)
    {
        var choice = new PartnerChoice(IntraBatchPairing.Random, 7);
        const int Draws = 1000;
        var counts = new int[images, images + remembered];
        for (var draw = 0; draw < Draws; draw++)
        {
            var partners = choice.Of(images, remembered, draw / 10, draw % 10);
            for (var image = 0; image < images; image++)
            {
                counts[image, partners[image]!.Value]++;
            }
        }

        var others = images - 1 + remembered;
        for (var image = 0; image < images; image++)
        {
            Assert.Equal(0, counts[image, image]);
            var expected = (double)Draws / others;
            var distance = Enumerable.Range(0, images + remembered).Where(other => other != image)
                .Sum(other => Math.Pow(counts[image, other] - expected, 2) / expected);

            // Chi-square: beyond this with a probability of 1e-5 at most for up to 6 degrees of freedom.
            Assert.InRange(distance, 0, 33.2);
        }
    }

    [Fact]
    public void Choices_follow_from_seed_batch_and_prediction_alone()
    {
        var choices = Enumerable.Range(0, 2).Select(_ => Draw(new PartnerChoice(IntraBatchPairing.Random, 3))).ToArray();
        Assert.Equal(choices[0], choices[1]);
        Assert.NotEqual(choices[0], Draw(new PartnerChoice(IntraBatchPairing.Random, 4)));

        static string Draw(PartnerChoice choice) =>
            string.Join(';', Enumerable.Range(0, 20).Select(batch => string.Join(',', choice.Of(4, 0, batch, batch % 3))));
    }

    [Fact]
    public void Pairs_meet_each_other_and_an_odd_batch_is_refused()
    {
        var choice = new PartnerChoice(IntraBatchPairing.Pair, 0);
        Assert.Equal([1, 0, 3, 2], choice.Of(4, 0, 0, 0).Select(partner => partner!.Value));
        Assert.Contains("even", Assert.Throws<InputException>(() => choice.Of(3, 0, 0, 0)).Message);
    }

    [Fact]
    public void Left_to_the_batch_images_meet_as_pairs_where_they_were_drawn_so_and_at_random_elsewhere()
    {
        var (auto, random) = (new PartnerChoice(IntraBatchPairing.Auto, 3), new PartnerChoice(IntraBatchPairing.Random, 3));
        for (var batch = 0; batch < 20; batch++)
        {
            Assert.Equal([1, 0, 3, 2], auto.Of(4, 0, batch, 0, arePairs: true).Select(partner => partner!.Value));
            Assert.Equal(random.Of(4, 0, batch, 0), auto.Of(4, 0, batch, 0));
            Assert.Equal(random.Of(4, 0, batch, 0), random.Of(4, 0, batch, 0, arePairs: true));
        }
    }

    [Fact]
    public void A_batch_is_drawn_in_pairs_where_all_its_neighbors_are_one_pair()
    {
        Assert.True(AreDrawn(5, 5, 9, 9));
        Assert.False(AreDrawn(5, 6, 6, 5));
        Assert.False(AreDrawn(5, 5, 9));
        Assert.False(AreDrawn(5, 5, null, null));
    }

    private static bool AreDrawn(params long?[] pairs)
    {
        using var scope = TensorScope.Open();
        using var batch = new Batch(
            0, Tensor.Zeros([pairs.Length, 3, 4, 4]), Tensor.Zeros([pairs.Length, 4, 4], DType.Int64),
            [.. pairs.Select(pair => new SampleInfo(0, new SampleFiles("a", "a", null), Geometry.Identity(4, 4))
            {
                Target = new CropTarget(default, 4, 4) { Pair = pair },
            })]);
        return PooledImages.Of(batch).ArePairs;
    }
}
