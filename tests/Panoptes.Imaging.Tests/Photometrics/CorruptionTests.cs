using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Imaging.Tests.Photometrics;

public sealed class CorruptionTests
{
    private static readonly CorruptionKind[] Kinds =
        [CorruptionKind.Fog, CorruptionKind.Night, CorruptionKind.Noise, CorruptionKind.Blur];

    [Fact]
    public void Level_0_and_no_kind_give_the_same_image_back()
    {
        var image = Scenes.Noise(new SeededRandom(1), 40, 30);
        Assert.All(Kinds, kind => Assert.Same(image, new Corruption(kind, 0).Apply(image, 1)));
        Assert.Same(image, new Corruption(CorruptionKind.None, 5).Apply(image, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Corruption(CorruptionKind.Fog, 6).Apply(image, 1));
    }

    [Fact]
    public void The_same_seeds_give_the_same_bits_others_do_not_and_the_image_stays()
    {
        var image = Scenes.Noise(new SeededRandom(1), 64, 48);
        var before = image.Pixels.ToArray();
        foreach (var kind in Kinds)
        {
            var one = new Corruption(kind, 2).Apply(image, 3, 4).Pixels;
            Assert.Equal(one, new Corruption(kind, 2).Apply(image, 3, 4).Pixels);
            Assert.Equal(kind == CorruptionKind.Blur, one.AsSpan().SequenceEqual(new Corruption(kind, 2).Apply(image, 3, 5).Pixels));
            Assert.NotEqual(before, one);
        }

        Assert.Equal(before, image.Pixels);
    }

    [Fact]
    public void Contrast_falls_with_fog_light_with_night_and_detail_with_blur()
    {
        var image = Scenes.Noise(new SeededRandom(2), 300, 200);
        AssertFalls(CorruptionKind.Fog, image, Deviation, .9);
        AssertFalls(CorruptionKind.Night, image, pixels => pixels.Average(level => (double)level), .85);
        AssertFalls(CorruptionKind.Blur, image, Deviation, .98);
    }

    [Fact]
    public void Noise_has_the_deviation_of_its_level_and_no_bias()
    {
        var gray = new RgbImage(256, 200);
        Array.Fill(gray.Pixels, (byte)128);
        var last = 0.0;
        for (var level = 1; level <= Corruption.MostLevel; level++)
        {
            var pixels = new Corruption(CorruptionKind.Noise, level).Apply(gray, 9).Pixels;
            Assert.InRange(pixels.Average(one => (double)one), 127, 129);
            var deviation = Deviation(pixels);
            Assert.InRange(deviation, SensorNoise.Deviation(level) * .94, SensorNoise.Deviation(level) * 1.02);
            Assert.True(deviation > last);
            last = deviation;
        }
    }

    [Fact]
    public void Fog_is_denser_at_the_top_and_its_drifts_are_those_of_the_seed_at_every_level()
    {
        var black = new RgbImage(120, 90);
        var light = new Corruption(CorruptionKind.Fog, 1).Apply(black, 5);
        var dense = new Corruption(CorruptionKind.Fog, 5).Apply(black, 5);
        Assert.True(light.Row(10).ToArray().Average(one => one) > 1.5 * light.Row(85).ToArray().Average(one => one));
        for (var i = 0; i < light.Pixels.Length; i++)
        {
            Assert.True(dense.Pixels[i] >= light.Pixels[i]);
        }
    }

    [Fact]
    public void Blur_follows_the_size_of_the_image()
    {
        // An edge is as soft, in shares of the image, whatever the resolution.
        int Width(int side)
        {
            var image = new RgbImage(side, side);
            for (var i = 0; i < image.Pixels.Length; i++)
            {
                image.Pixels[i] = i / 3 % side < side / 2 ? (byte)0 : (byte)255;
            }

            var row = new Corruption(CorruptionKind.Blur, 5).Apply(image, 1).Row(side / 2).ToArray();
            return row.Count(level => level is > 25 and < 230) / 3;
        }

        Assert.InRange((double)Width(1024) / Width(512), 1.8, 2.2);
    }

    private static void AssertFalls(CorruptionKind kind, RgbImage image, Func<byte[], double> measure, double most)
    {
        var last = measure(image.Pixels);
        for (var level = 1; level <= Corruption.MostLevel; level++)
        {
            var now = measure(new Corruption(kind, level).Apply(image, 7).Pixels);
            Assert.True(now < most * last, $"{kind} {level}: {now} after {last}");
            last = now;
        }
    }

    private static double Deviation(byte[] pixels)
    {
        var mean = pixels.Average(level => (double)level);
        return Math.Sqrt(pixels.Average(level => Math.Pow(level - mean, 2)));
    }
}
