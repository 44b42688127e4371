using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Imaging.Tests.Photometrics;

public sealed class StrongTests
{
    [Fact]
    public void A_blur_is_the_weighted_mean_of_its_neighborhood_with_repeated_borders()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new SeededRandom(seed, 0xB1);
            var image = Scenes.Noise(random, random.NextInt(1, 40), random.NextInt(1, 30));
            var (sigma, radius) = (random.NextDouble(0.1, 3), random.NextBool() ? 3 : (int?)null);
            var expected = Plain(image, sigma, radius ?? GaussianBlur.RadiusOf(sigma));
            new StrongPlan([new(ImageChangeKind.Blur, sigma)]) { BlurRadius = radius }.Apply(image);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.True(Math.Abs(expected[i] - image.Pixels[i]) < 0.502, $"seed {seed}, byte {i}: {expected[i]}, {image.Pixels[i]}");
            }
        }
    }

    [Fact]
    public void A_blur_keeps_mean_and_takes_variance()
    {
        var image = Scenes.Noise(new SeededRandom(4), 200, 150);
        var before = image.Pixels.Average(level => (double)level);
        new StrongPlan([new(ImageChangeKind.Blur, 2)]).Apply(image);
        Assert.Equal(before, image.Pixels.Average(level => (double)level), 0.5);
        Assert.InRange(Math.Sqrt(image.Pixels.Average(level => Math.Pow(level - before, 2))), 5, 15);
    }

    [Fact]
    public void Colors_change_by_their_formulas()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new SeededRandom(seed, 0xC0);
            var image = Scenes.Noise(random, 19, 7);
            var gray = Enumerable.Range(0, 19 * 7).Select(i =>
                (.299 * image.Pixels[3 * i]) + (.587 * image.Pixels[(3 * i) + 1]) + (.114 * image.Pixels[(3 * i) + 2])).ToArray();
            var (factor, mean) = (random.NextDouble(0, 2), gray.Average());
            AssertLevels(image, ImageChangeKind.Brightness, factor, (level, _) => factor * level);
            AssertLevels(image, ImageChangeKind.Contrast, factor, (level, _) => (factor * level) + ((1 - factor) * mean));
            AssertLevels(image, ImageChangeKind.Saturation, factor, (level, i) => (factor * level) + ((1 - factor) * gray[i / 3]));
            AssertLevels(image, ImageChangeKind.Gray, 0, (_, i) => gray[i / 3]);
        }
    }

    [Fact]
    public void Hue_turns_about_the_circle()
    {
        var image = Scenes.Noise(new SeededRandom(9), 50, 40);
        var third = Copy(image);
        new StrongPlan([new(ImageChangeKind.Hue, 1.0 / 3)]).Apply(third);
        var back = Copy(image);
        new StrongPlan([new(ImageChangeKind.Hue, 0.07), new(ImageChangeKind.Hue, -0.07)]).Apply(back);
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            // A third of the circle moves every channel on by one.
            Assert.InRange(third.Pixels[i + 1] - image.Pixels[i], -1, 1);
            Assert.InRange(third.Pixels[i + 2] - image.Pixels[i + 1], -1, 1);
            Assert.InRange(third.Pixels[i] - image.Pixels[i + 2], -1, 1);
            Assert.InRange(back.Pixels[i] - image.Pixels[i], -2, 2);
        }

        var same = Copy(image);
        new StrongPlan([new(ImageChangeKind.Hue, 0)]).Apply(same);
        Assert.Equal(image.Pixels, same.Pixels);
        var (green, plan) = (new RgbImage(1, 1, [0, 200, 100]), new StrongPlan([new(ImageChangeKind.Hue, 0.5)]));
        plan.Apply(green);
        Assert.Equal([200, 0, 100], green.Pixels);
    }

    [Fact]
    public void Steps_come_in_their_order_as_often_as_their_probability_says_and_jitter_in_any_order()
    {
        var distortion = new StrongDistortion { Steps = [StrongStep.Jitter, StrongStep.Gray, StrongStep.Blur], BlurProbability = .5 };
        var random = new SeededDraws(new SeededRandom(1));
        var plans = Enumerable.Range(0, 4000).Select(_ => distortion.Draw(random).Changes).ToList();
        Share(plans, ImageChangeKind.Hue, .5);
        Share(plans, ImageChangeKind.Gray, .2);
        Share(plans, ImageChangeKind.Blur, .5);
        var jitters = plans.Where(plan => plan.Any(change => change.Kind == ImageChangeKind.Hue)).ToList();
        Assert.Equal(24, jitters.Select(plan => string.Join(' ', plan.Take(4).Select(change => change.Kind))).Distinct().Count());
        Assert.All(jitters, plan => Assert.DoesNotContain(plan.Take(4), c => c.Kind is ImageChangeKind.Gray or ImageChangeKind.Blur));
        Assert.All(plans.SelectMany(plan => plan), change => Assert.True(change.Kind switch
        {
            ImageChangeKind.Blur => change.Amount is >= .1 and < 2,
            ImageChangeKind.Hue => change.Amount is >= -.1 and < .1,
            ImageChangeKind.Gray => change.Amount == 0,
            _ => change.Amount is >= .6 and < 1.4,
        }));
        Assert.Equal(
            distortion.Draw(new SeededDraws(new SeededRandom(5))).Changes, distortion.Draw(new SeededDraws(new SeededRandom(5))).Changes);
    }

    private static void Share(List<IReadOnlyList<ImageChange>> plans, ImageChangeKind kind, double expected) =>
        Assert.Equal(expected, plans.Average(plan => plan.Any(change => change.Kind == kind) ? 1.0 : 0), 0.03);

    private static void AssertLevels(RgbImage image, ImageChangeKind kind, double amount, Func<byte, int, double> formula)
    {
        var changed = Copy(image);
        new StrongPlan([new(kind, amount)]).Apply(changed);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            // The gray that contrast and saturation are about is itself a whole level.
            var allowed = kind is ImageChangeKind.Contrast or ImageChangeKind.Saturation ? 0.51 + (0.6 * Math.Abs(1 - amount)) : 0.51;
            Assert.Equal(Math.Clamp(formula(image.Pixels[i], i), 0, 255), changed.Pixels[i], allowed);
        }
    }

    private static RgbImage Copy(RgbImage image) => new(image.Width, image.Height, [.. image.Pixels]);

    private static double[] Plain(RgbImage image, double sigma, int radius)
    {
        var weights = Enumerable.Range(-radius, (2 * radius) + 1).Select(k => Math.Exp(-k * k / (2 * sigma * sigma))).ToArray();
        var total = weights.Sum() * weights.Sum();
        var result = new double[image.Pixels.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var (x, y) = (i / 3 % image.Width, i / 3 / image.Width);
            for (var dy = -radius; dy <= radius; dy++)
            {
                for (var dx = -radius; dx <= radius; dx++)
                {
                    var (column, row) = (Math.Clamp(x + dx, 0, image.Width - 1), Math.Clamp(y + dy, 0, image.Height - 1));
                    result[i] += image.Row(row)[(3 * column) + (i % 3)] * weights[dx + radius] * weights[dy + radius] / total;
                }
            }
        }

        return result;
    }
}
