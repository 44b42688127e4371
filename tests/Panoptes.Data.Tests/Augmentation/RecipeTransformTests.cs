using Panoptes.Data.Augmentation;
using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Tests.Augmentation;

public sealed class RecipeTransformTests
{
    [Theory]
    [InlineData(2048, 1024, 800, null, 1600, 800)]
    [InlineData(1024, 2048, 800, null, 800, 1600)]
    [InlineData(2048, 1024, 1024, 1600, 1600, 800)]
    [InlineData(640, 427, 800, 1333, 1199, 800)]
    [InlineData(500, 100, 640, 1333, 1333, 267)]
    public void The_shorter_side_takes_a_length_and_the_longer_one_at_most_a_limit(
        int width, int height, int length, int? limit, int newWidth, int newHeight)
    {
        var transform = new TrainTransform(
            new AugmentationConfig { Resize = ResizeKind.ShortSide, ShortSides = [length], LongSideMax = limit, Crop = [], Flip = 0 });
        Assert.Equal(
            Geometry.Identity(width, height).Resize(newWidth, newHeight), transform.DrawGeometry(width, height, null, new SeededRandom(1)));
    }

    [Fact]
    public void Lengths_of_the_shorter_side_are_drawn_evenly()
    {
        var choice = new TrainTransform(new AugmentationConfig { Resize = ResizeKind.ShortSide, ShortSides = [20, 30, 70], Crop = [] });
        var range = new TrainTransform(new AugmentationConfig { Resize = ResizeKind.ShortSideRange, ShortSides = [20, 22], Crop = [] });
        foreach (var (transform, lengths) in new[] { (choice, new[] { 20, 30, 70 }), (range, [20, 21, 22]) })
        {
            var counts = Enumerable.Range(0, 3000)
                .Select(seed => transform.DrawGeometry(200, 100, null, new SeededRandom(seed)).Height).GroupBy(height => height);
            Assert.Equal(lengths, counts.Select(group => group.Key).Order());
            Assert.All(counts, group => Assert.InRange(group.Count(), 900, 1100));
        }
    }

    [Fact]
    public void Large_scale_jitter_fits_the_image_into_the_crop_times_a_factor_and_fills_the_rest()
    {
        var config = new AugmentationConfig
        {
            Resize = ResizeKind.Jitter,
            ResizeMin = .1,
            ResizeMax = 2,
            Crop = [64, 64],
            CatMaxRatio = 1,
            Flip = .5,
            Photometric = false,
            PadColor = [128, 128, 128],
            Mean = [0, 0, 0],
            Std = [2, 2, 2],
        };
        var transform = new TrainTransform(config);
        var image = new RgbImage(100, 50);
        Array.Fill(image.Pixels, (byte)10);
        for (var seed = 0; seed < 300; seed++)
        {
            var geometry = transform.DrawGeometry(100, 50, null, new SeededRandom(seed));
            Assert.Equal((64, 64), (geometry.Width, geometry.Height));
            Assert.InRange(1 / geometry.ScaleX, .05, 1.29);
            Assert.Equal(Math.Min(64, Math.Round(100 / geometry.ScaleX)), geometry.Content.Width);
            var stored = new StoredLabels("l", new Plane<byte>(100, 50), BuiltInClassTables.Street);
            var sample = new Sample(new SampleFiles("s", "i", "l"), image) { StoredLabels = stored };
            var planar = new float[3 * 64 * 64];
            transform.Apply(sample, new SeededRandom(seed), planar, new long[64 * 64]);
            for (var i = 0; i < planar.Length; i++)
            {
                Assert.Equal(geometry.Content.Contains(i % 64, i / 64 % 64) ? 5f : 64f, planar[i]);
            }
        }

        var places = Enumerable.Range(0, 400).Select(seed => transform.DrawGeometry(100, 50, null, new SeededRandom(seed)))
            .Where(geometry => geometry.ScaleX < .9 && !geometry.MirrorX)
                .Select(geometry => geometry.OriginX / ((100 / geometry.ScaleX) - 64)).ToArray();
        Assert.InRange(places.Average(), .4, .6);
    }

    [Fact]
    public void Color_jitter_takes_its_ranges_from_the_configuration()
    {
        foreach (var both in new[] { false, true })
        {
            var config = new AugmentationConfig
            {
                ColorJitter = new ColorJitterConfig
                {
                    Brightness = 3,
                    ContrastMin = .9,
                    ContrastMax = 1.1,
                    SaturationMin = .8,
                    SaturationMax = 1.2,
                    Hue = 2,
                    HueIncludesBoth = both,
                },
            };
            var plans = Enumerable.Range(0, 2000)
                .Select(seed => new TrainTransform(config).DrawPhotometric(new SeededRandom(seed))).ToArray();
            Assert.All(plans, plan => Assert.True(plan.Brightness is null or (>= -3 and < 3)));
            Assert.All(plans, plan => Assert.True(plan.Contrast is null or (>= .9 and < 1.1)));
            Assert.All(plans, plan => Assert.True(plan.Saturation is null or (>= .8 and < 1.2)));
            Assert.Equal(Enumerable.Range(-2, both ? 5 : 4), plans.Select(plan => plan.Hue).OfType<int>().Distinct().Order());
            Assert.InRange(plans.Count(plan => plan.Brightness is null), 900, 1100);
        }
    }

    [Theory]
    [InlineData("short_sides")]
    [InlineData("long_side_max")]
    [InlineData("crop")]
    [InlineData("pad_multiple")]
    [InlineData("pad_color")]
    [InlineData("color_jitter.hue")]
    [InlineData("color_jitter.contrast_max")]
    [InlineData("base_size")]
    public void Settings_that_do_not_fit_are_named(string key)
    {
        var config = key switch
        {
            "short_sides" => new AugmentationConfig { Resize = ResizeKind.ShortSide },
            "long_side_max" => new AugmentationConfig { LongSideMax = 100 },
            "crop" => new AugmentationConfig { Resize = ResizeKind.Jitter, Crop = [] },
            "pad_multiple" => new AugmentationConfig { PadMultiple = 32 },
            "pad_color" => new AugmentationConfig { PadColor = [1, 2, 256] },
            "color_jitter.hue" => new AugmentationConfig { ColorJitter = new ColorJitterConfig { Hue = 91 } },
            "color_jitter.contrast_max" => new AugmentationConfig { ColorJitter = new ColorJitterConfig { ContrastMax = .1 } },
            _ => new AugmentationConfig { Resize = ResizeKind.Jitter, BaseSize = [4, 4] },
        };
        Assert.Contains($"augmentation.{key}:", Assert.Throws<InputException>(config.Check).Message, StringComparison.Ordinal);
    }
}
