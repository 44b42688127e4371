using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Imaging.Tests.Resampling;

public sealed class IdTests
{
    [Fact]
    public void A_pixel_takes_the_source_pixel_under_its_center()
    {
        for (var seed = 0; seed < 80; seed++)
        {
            var random = new SeededRandom(seed);
            var ids = Scenes.Noise<ushort>(random, random.NextInt(1, 70), random.NextInt(1, 50), 60000);
            var geometry = Scenes.Draw(random, ids.Width, ids.Height, 0.05, 4);
            var output = Resampler.Ids(ids, geometry, (ushort)65535);
            for (var y = 0; y < output.Height; y++)
            {
                for (var x = 0; x < output.Width; x++)
                {
                    var (sx, sy) = geometry.ToSource(x + 0.5, y + 0.5);
                    var (fx, fy) = (Math.Abs(sx - Math.Round(sx)), Math.Abs(sy - Math.Round(sy)));
                    if (geometry.Content.Contains(x, y) && (fx < 1e-9 || fy < 1e-9))
                    {
                        continue; // Exactly between two pixels either one is right.
                    }

                    var expected = geometry.Content.Contains(x, y) ? ids[(int)Math.Floor(sx), (int)Math.Floor(sy)] : 65535;
                    Assert.Equal(expected, output[x, y]);
                }
            }
        }
    }

    [Fact]
    public void Halving_takes_the_pixel_behind_the_middle()
    {
        var ids = new Plane<byte>(8, 1, [0, 1, 2, 3, 4, 5, 6, 7]);
        Assert.Equal([1, 3, 5, 7], Resampler.Ids(ids, Geometry.Identity(8, 1).Resize(4, 1), (byte)255).Pixels);
    }

    [Theory]
    [InlineData(IdRule.PixelCenterNearest)]
    [InlineData(IdRule.Majority)]
    public void Flipping_and_cropping_the_map_flips_and_crops_the_result(IdRule rule)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(1, seed);
            var ids = Scenes.Noise<byte>(random, random.NextInt(1, 70), random.NextInt(1, 50), 5);
            var whole = Geometry.Identity(ids.Width, ids.Height).Resize(random.NextInt(1, 90), random.NextInt(1, 70));
            var (w, h) = (random.NextInt(1, whole.Width + 1), random.NextInt(1, whole.Height + 1));
            var (x, y) = (random.NextInt(0, whole.Width - w + 1), random.NextInt(0, whole.Height - h + 1));
            var twice = Resampler.Ids(
                Resampler.Ids(ids, whole, (byte)255, rule), Geometry.Identity(whole.Width, whole.Height).Crop(x, y, w, h).FlipHorizontal(),
                (byte)255);
            Assert.Equal(twice.Pixels, Resampler.Ids(ids, whole.Crop(x, y, w, h).FlipHorizontal(), (byte)255, rule).Pixels);
        }
    }

    [Fact]
    public void Majority_takes_the_id_with_the_largest_area()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(2, seed);
            var ids = Scenes.Noise<byte>(random, random.NextInt(4, 60), random.NextInt(4, 50), random.NextBool() ? 3 : 40);
            var geometry = Scenes.Draw(random, ids.Width, ids.Height, 0.1, 1.3);
            var output = Resampler.Ids(ids, geometry, (byte)255, IdRule.Majority);
            for (var probe = 0; probe < 30 && !geometry.Content.IsEmpty; probe++)
            {
                var x = random.NextInt(geometry.Content.Left, geometry.Content.Right);
                var y = random.NextInt(geometry.Content.Top, geometry.Content.Bottom);
                var areas = Areas(ids, geometry, x, y);
                Assert.True(areas[output[x, y]] >= areas.Max() - 1e-6, $"seed {seed} ({x}, {y})");
            }
        }
    }

    [Fact]
    public void Ties_of_the_majority_go_to_the_smallest_id()
    {
        var ids = new Plane<byte>(4, 2, [7, 3, 9, 9, 3, 7, 1, 1]);
        Assert.Equal([3, 1], Resampler.Ids(ids, Geometry.Identity(4, 2).Resize(2, 1), (byte)255, IdRule.Majority).Pixels);
    }

    [Fact]
    public void Ids_go_straight_into_wider_labels()
    {
        var random = new SeededRandom(3);
        var ids = Scenes.Noise<ushort>(random, 40, 30, 500);
        var geometry = Scenes.Draw(random, 40, 30).PadTo(50, 50);
        var wide = new long[geometry.Width * geometry.Height];
        Resampler.Ids(ids, geometry, 255L, wide.AsSpan());
        Assert.Equal(Resampler.Ids(ids, geometry, (ushort)255).Pixels.Select(id => (long)id), wide);
    }

    private static double[] Areas(Plane<byte> ids, Geometry geometry, int x, int y)
    {
        var (cx, cy) = geometry.ToSource(x + 0.5, y + 0.5);
        var areas = new double[256];
        for (var v = 0; v < ids.Height; v++)
        {
            for (var u = 0; u < ids.Width; u++)
            {
                areas[ids[u, v]] += Overlap(cx, geometry.ScaleX, u) * Overlap(cy, geometry.ScaleY, v);
            }
        }

        return areas;

        static double Overlap(double center, double scale, int pixel) => scale <= 1
            ? (int)Math.Floor(center) == pixel ? 1 : 0
            : Math.Max(0, Math.Min(center + (scale / 2), pixel + 1) - Math.Max(center - (scale / 2), pixel));
    }
}
