using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Imaging.Tests.Photometrics;

public sealed class ErasingTests
{
    [Fact]
    public void Erased_rectangles_obey_probability_share_and_proportions()
    {
        foreach (var rule in StrongDistortion.ThreeErasings)
        {
            var (width, height, drawn) = (400, 300, 0);
            for (var seed = 0; seed < 4000; seed++)
            {
                if (rule.Draw(new SeededDraws(new SeededRandom(seed, 3)), width, height) is not { } part)
                {
                    continue;
                }

                drawn++;
                var box = part.Box;
                Assert.True(box is { Left: >= 0, Top: >= 0, IsEmpty: false } && box.Right <= width && box.Bottom <= height);
                Assert.InRange((double)box.Width * box.Height / (width * height), rule.AreaLow * .9, rule.AreaHigh * 1.1);
                Assert.InRange((double)box.Height / box.Width, rule.AspectLow * .9, rule.AspectHigh * 1.1);
            }

            // Very long ones seldom fit in 10 tries.
            Assert.InRange(drawn / 4000.0, rule.Probability - .04, rule.Probability + .03);
        }
    }

    [Fact]
    public void Noise_of_every_level_replaces_the_rectangle_and_nothing_outside_of_it()
    {
        var image = Scenes.Noise(new SeededRandom(1), 120, 90);
        Array.Fill(image.Pixels, (byte)7);
        var part = new ErasedPart(new(20, 10, 101, 71), 5);
        new StrongPlan([]) { Erased = [part] }.Apply(image);
        var levels = new List<byte>();
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            if (part.Box.Contains(i / 3 % 120, i / 360))
            {
                levels.Add(image.Pixels[i]);
            }
            else
            {
                Assert.Equal(7, image.Pixels[i]);
            }
        }

        Assert.Equal(256, levels.Distinct().Count());
        Assert.InRange(levels.Average(level => (double)level), 124, 131);
        Assert.InRange(Math.Sqrt(levels.Average(level => Math.Pow(level - 127.5, 2))), 72, 76);
    }

    [Fact]
    public void Erasing_comes_behind_the_other_draws_and_leaves_them_as_they_were()
    {
        var plain = StrongDistortion.GuidedDistillation;
        var erasing = plain with { Erasings = StrongDistortion.ThreeErasings };
        for (var seed = 0; seed < 50; seed++)
        {
            var expected = plain.Draw(new SeededDraws(new SeededRandom(seed)));
            var plan = erasing.Draw(new SeededDraws(new SeededRandom(seed)), 64, 48);
            Assert.Equal(expected.Changes, plan.Changes);
            var again = erasing.Draw(new SeededDraws(new SeededRandom(seed)), 64, 48);
            Assert.Equal(plan.Erased, again.Erased);
        }
    }
}
