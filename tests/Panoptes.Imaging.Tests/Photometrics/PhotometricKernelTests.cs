using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Imaging.Tests.Photometrics;

public sealed class PhotometricKernelTests
{
    [Fact]
    public void Float_division_gives_the_integer_tables_of_the_reference()
    {
        for (var divisor = 1; divisor < 256; divisor++)
        {
            Assert.Equal((int)Math.Round((255 << 12) / (double)divisor), (int)MathF.Round((255 << 12) / (float)divisor));
            Assert.Equal((int)Math.Round((180 << 12) / (6.0 * divisor)), (int)MathF.Round((180 << 12) / 6 / (float)divisor));
        }
    }

    [Fact]
    public void Hue_and_saturation_of_every_color_equal_the_scalar_definition()
    {
        // Every third level of each channel covers all orders of the channels and all sectors.
        var plan = new PhotometricPlan { Saturation = 1.31, Hue = 11 };
        var pixels = new int[256];
        for (var r = 0; r < 256; r += 3)
        {
            for (var g = 0; g < 256; g++)
            {
                for (var b = 0; b < 256; b++)
                {
                    pixels[b] = r | (g << 8) | (b << 16);
                }

                new PhotometricKernel(plan).Apply(pixels);
                for (var b = 0; b < 256; b += 5)
                {
                    var (h, s, v) = Hsv.FromRgb(new Rgb((byte)r, (byte)g, (byte)b));
                    var (h2, s2, v2) = Hsv.FromRgb(Hsv.ToRgb(h, (byte)Math.Min(255f, s * 1.31f), v));
                    var expected = Hsv.ToRgb((byte)((h2 + 11) % 180), s2, v2);
                    if (pixels[b] != (expected.R | (expected.G << 8) | (expected.B << 16)))
                    {
                        Assert.Fail($"({r}, {g}, {b}) becomes 0x{pixels[b]:X6}, not {expected}");
                    }
                }
            }
        }
    }

    [Fact]
    public void A_seed_gives_the_same_distortion_and_the_expected_rates()
    {
        var distortion = new PhotometricDistortion();
        Assert.Equal(distortion.Draw(new SeededDraws(new SeededRandom(5))), distortion.Draw(new SeededDraws(new SeededRandom(5))));

        var plans = Enumerable.Range(0, 4000).Select(seed => distortion.Draw(new SeededDraws(new SeededRandom(seed)))).ToList();
        foreach (var share in new[]
                 {
                     plans.Count(plan => plan.Brightness is not null), plans.Count(plan => plan.Contrast is not null),
                     plans.Count(plan => plan.Saturation is not null), plans.Count(plan => plan.Hue is not null),
                     plans.Count(plan => plan.ContrastFirst),
                 })
        {
            Assert.InRange(share / 4000.0, 0.46, 0.54);
        }

        Assert.Equal((-18, 17), (plans.Min(plan => plan.Hue), plans.Max(plan => plan.Hue)));
        Assert.All(plans, plan => Assert.InRange(plan.Brightness ?? 0, -32, 32));
        Assert.All(plans, plan => Assert.InRange(plan.Saturation ?? 1, 0.5, 1.5));
    }

    [Fact]
    public void A_plan_without_steps_changes_nothing()
    {
        var image = Scenes.Noise(new SeededRandom(1), 37, 5);
        var before = image.Pixels.ToArray();
        new PhotometricPlan { ContrastFirst = true }.Apply(image);
        Assert.Equal(before, image.Pixels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(41)]
    public void Rows_of_any_width_are_distorted_alike(int width)
    {
        var plan = new PhotometricPlan { Brightness = -7.5, Contrast = 1.2, Saturation = 0.7, Hue = -4 };
        var image = Scenes.Noise(new SeededRandom(width), width, 3);
        var pixels = image.Pixels.Chunk(3).Select(pixel => new RgbImage(1, 1, [.. pixel])).ToList();
        plan.Apply(image);
        pixels.ForEach(plan.Apply);
        Assert.Equal(pixels.SelectMany(pixel => pixel.Pixels), image.Pixels);
    }
}
