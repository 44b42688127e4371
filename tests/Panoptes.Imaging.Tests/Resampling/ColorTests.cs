using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Photometrics;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Imaging.Tests.Resampling;

public sealed class ColorTests
{
    private static readonly Normalization Statistics = Normalization.ImageNet;

    [Fact]
    public void Identity_crop_and_flip_are_exact_copies()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new SeededRandom(seed);
            var image = Scenes.Noise(random, random.NextInt(1, 60), random.NextInt(1, 40));
            var (w, h) = (random.NextInt(1, image.Width + 1), random.NextInt(1, image.Height + 1));
            var (x, y) = (random.NextInt(0, image.Width - w + 1), random.NextInt(0, image.Height - h + 1));
            var geometry = Geometry.Identity(image.Width, image.Height).Crop(x, y, w, h);
            var (flipX, flipY) = (random.NextBool(), random.NextBool());
            geometry = flipX ? geometry.FlipHorizontal() : geometry;
            geometry = flipY ? geometry.FlipVertical() : geometry;
            var output = Resampler.Color(image, geometry);
            for (var v = 0; v < h; v++)
            {
                for (var u = 0; u < w; u++)
                {
                    var source = image.Row(y + (flipY ? h - 1 - v : v)).Slice(3 * (x + (flipX ? w - 1 - u : u)), 3);
                    Assert.True(source.SequenceEqual(output.Row(v).Slice(3 * u, 3)));
                }
            }
        }
    }

    [Fact]
    public void Vector_and_scalar_code_agree_to_the_bit()
    {
        for (var seed = 0; seed < 120; seed++)
        {
            var random = new SeededRandom(1, seed);
            var image = Scenes.Noise(random, random.NextInt(1, 90), random.NextInt(1, 60));
            var geometry = Scenes.Draw(random, image.Width, image.Height, 0.05, 3);
            Assert.Equal(Rows(new ColorSampler(image, geometry, vector: false), geometry), Rows(
                new ColorSampler(image, geometry), geometry));
        }
    }

    [Fact]
    public void It_is_the_triangle_filter_computed_in_double()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new SeededRandom(2, seed);
            var image = Scenes.Noise(random, random.NextInt(2, 50), random.NextInt(2, 40));
            var geometry = Scenes.Draw(random, image.Width, image.Height, 0.1, 3);
            var output = Resampler.Color(image, geometry);
            for (var probe = 0; probe < 40 && !geometry.Content.IsEmpty; probe++)
            {
                var x = random.NextInt(geometry.Content.Left, geometry.Content.Right);
                var y = random.NextInt(geometry.Content.Top, geometry.Content.Bottom);
                var channel = random.NextInt(0, 3);
                Assert.Equal(Reference(image, geometry, x, y, channel), output.Row(y)[(3 * x) + channel], 0.75);
            }
        }
    }

    [Fact]
    public void A_constant_image_stays_constant()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(3, seed);
            var level = (byte)random.NextInt(0, 256);
            var image = new RgbImage(random.NextInt(1, 80), random.NextInt(1, 60));
            image.Pixels.AsSpan().Fill(level);
            var output = Resampler.Color(image, Scenes.Draw(random, image.Width, image.Height, 0.05, 4), new Rgb(level, level, level));
            Assert.All(output.Pixels, pixel => Assert.Equal(level, pixel));
        }
    }

    [Fact]
    public void No_output_leaves_the_range_of_its_source()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(4, seed);
            var image = Scenes.Noise(random, random.NextInt(1, 80), random.NextInt(1, 60), 40, 200);
            var output = Resampler.Color(image, Scenes.Draw(random, image.Width, image.Height, 0.05, 4), new Rgb(100, 100, 100));
            Assert.InRange(output.Pixels.Min(), image.Pixels.Min(), image.Pixels.Max());
            Assert.InRange(output.Pixels.Max(), image.Pixels.Min(), image.Pixels.Max());
        }
    }

    [Fact]
    public void Flipping_the_map_flips_the_result_to_the_bit()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(5, seed);
            var image = Scenes.Noise(random, random.NextInt(1, 80), random.NextInt(1, 60));
            var geometry = Scenes.Draw(random, image.Width, image.Height);
            var plain = Resampler.Color(image, geometry);
            var flipped = Resampler.Color(image, geometry.FlipHorizontal());
            var mirrored = Resampler.Color(flipped, Geometry.Identity(flipped.Width, flipped.Height).FlipHorizontal());
            Assert.Equal(plain.Pixels, mirrored.Pixels);
        }
    }

    [Fact]
    public void Cropping_the_map_crops_the_result_to_the_bit()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new SeededRandom(6, seed);
            var image = Scenes.Noise(random, random.NextInt(1, 80), random.NextInt(1, 60));
            var whole = Geometry.Identity(image.Width, image.Height).Resize(random.NextInt(1, 120), random.NextInt(1, 90));
            var (w, h) = (random.NextInt(1, whole.Width + 1), random.NextInt(1, whole.Height + 1));
            var (x, y) = (random.NextInt(0, whole.Width - w + 1), random.NextInt(0, whole.Height - h + 1));
            var twice = Resampler.Color(Resampler.Color(image, whole), Geometry.Identity(whole.Width, whole.Height).Crop(x, y, w, h));
            Assert.Equal(twice.Pixels, Resampler.Color(image, whole.Crop(x, y, w, h)).Pixels);
        }
    }

    [Fact]
    public void The_fused_road_equals_its_parts_to_the_bit()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(7, seed);
            var image = Scenes.Noise(random, random.NextInt(1, 80), random.NextInt(1, 60));
            var geometry = Scenes.Draw(random, image.Width, image.Height);
            var plan = new PhotometricDistortion().Draw(new SeededDraws(random));
            var fused = new float[3 * geometry.Width * geometry.Height];
            Resampler.ColorToPlanarFloat(image, geometry, Statistics, fused, plan);
            var interleaved = new float[fused.Length];
            Resampler.ColorToInterleavedFloat(image, geometry, Statistics, interleaved, plan);

            var sampled = Resampler.Color(image, geometry);
            plan.Apply(sampled);
            for (var y = 0; y < geometry.Height; y++)
            {
                for (var x = 0; x < geometry.Width; x++)
                {
                    for (var channel = 0; channel < 3; channel++)
                    {
                        var expected = geometry.Content.Contains(x, y)
                            ? (sampled.Row(y)[(3 * x) + channel] - Statistics.Mean[channel]) / Statistics.Std[channel]
                            : 0;
                        Assert.Equal(expected, fused[(((channel * geometry.Height) + y) * geometry.Width) + x]);
                        Assert.Equal(expected, interleaved[(((y * geometry.Width) + x) * 3) + channel]);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    public void The_count_of_threads_changes_nothing(int threads)
    {
        var random = new SeededRandom(8);
        var image = Scenes.Noise(random, 91, 53);
        var geometry = Geometry.Identity(91, 53).Resize(60, 41).Crop(3, 4, 50, 30).FlipHorizontal().Pad(1, 2, 3, 4);
        Assert.Equal(Resampler.Color(image, geometry).Pixels, Resampler.Color(image, geometry, threads: threads).Pixels);
        var (one, many) = (new float[3 * geometry.Width * geometry.Height], new float[3 * geometry.Width * geometry.Height]);
        Resampler.ColorToPlanarFloat(image, geometry, Statistics, one);
        Resampler.ColorToPlanarFloat(image, geometry, Statistics, many, threads: threads);
        Assert.Equal(one, many);
    }

    [Fact]
    public void A_layer_of_the_wrong_size_is_refused()
    {
        var geometry = Geometry.Identity(10, 10);
        Assert.Throws<ArgumentException>(() => Resampler.Color(new RgbImage(9, 10), geometry));
        Assert.Throws<ArgumentException>(() => Resampler.Ids(new Plane<byte>(10, 9), geometry, (byte)255));
        Assert.Throws<ArgumentException>(() => Resampler.ColorToPlanarFloat(new RgbImage(10, 10), geometry, Statistics, new float[299]));
    }

    private static int[] Rows(ColorSampler sampler, Geometry geometry)
    {
        var content = geometry.Content;
        var pixels = new int[Math.Max(0, content.Width) * Math.Max(0, content.Height)];
        sampler.ForRows(1, (y, row) => row.CopyTo(pixels.AsSpan((y - content.Top) * content.Width)));
        return pixels;
    }

    private static double Reference(RgbImage image, Geometry geometry, int x, int y, int channel)
    {
        var (cx, cy) = geometry.ToSource(x + 0.5, y + 0.5);
        var (supportX, supportY) = (Math.Max(1, geometry.ScaleX), Math.Max(1, geometry.ScaleY));
        var (sum, total) = (0.0, 0.0);
        for (var v = (int)(cy - supportY) - 2; v <= cy + supportY + 2; v++)
        {
            for (var u = (int)(cx - supportX) - 2; u <= cx + supportX + 2; u++)
            {
                var weight = Math.Max(0, 1 - (Math.Abs(u + 0.5 - cx) / supportX)) * Math.Max(0, 1 - (Math.Abs(v + 0.5 - cy) / supportY));
                sum += weight * image.Row(Math.Clamp(v, 0, image.Height - 1))[(3 * Math.Clamp(u, 0, image.Width - 1)) + channel];
                total += weight;
            }
        }

        return sum / total;
    }
}
