using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.PseudoLabels.Depths;
using Panoptes.PseudoLabels.Instances;

namespace Panoptes.PseudoLabels.Tests.Instances;

public sealed class DepthSplitterTests
{
    private const int Width = 88;
    private const int Height = 48;

    [Theory]
    [InlineData(10, 14, 2)]
    [InlineData(10, 10, 1)]
    public void Two_touching_squares_are_two_where_their_depths_differ(double left, double right, int expected)
    {
        var (classes, depth) = Squares((x, _) => x < 44 ? left : right);
        Assert.Equal(expected, Count(classes, depth));
    }

    [Fact]
    public void A_ramp_within_one_object_is_one()
    {
        var (classes, depth) = Squares((x, _) => 8 + (4.0 * x / Width));
        Assert.Equal(1, Count(classes, depth));
    }

    [Theory]
    [InlineData(10, 14)]
    [InlineData(10, 10)]
    public void Noise_of_one_percent_changes_nothing(double left, double right)
    {
        var (classes, depth) = Squares((x, _) => x < 44 ? left : right);
        var clean = Split(classes, depth);
        var random = new SeededRandom(5);
        var noisy = new Plane<float>(Width, Height, Array.ConvertAll(depth.Pixels, z => z * (float)Math.Exp(0.01 * random.NextNormal())));
        Assert.Equal(clean.Pixels, Split(classes, noisy).Pixels);
    }

    [Fact]
    public void A_map_of_twice_the_size_has_the_same_instances()
    {
        var (classes, depth) = Squares((x, _) => x < 44 ? 10 : 14);
        var geometry = Geometry.Identity(Width, Height).Resize(2 * Width, 2 * Height);
        var (large, deep) = (
            Resampler.Ids(classes, geometry, (ushort)0), Resampler.Scalar(depth, geometry, ScalarRule.Bilinear));
        var config = new DepthSplitConfig { ReferenceHeight = Height };
        Assert.Equal(2, DepthSplitter.Split(large, [1], deep, config).Pixels.Max());
        Assert.Equal(2, DepthSplitter.Split(classes, [1], depth, config).Pixels.Max());
    }

    [Fact]
    public void Depth_may_be_off_by_any_factor()
    {
        var (classes, depth) = Squares((x, y) => (x < 44 ? 10 : 14) + (0.02 * y));
        var expected = Split(classes, depth).Pixels;
        foreach (var factor in new[] { 1e-4f, 3, 1e5f })
        {
            var scaled = new Plane<float>(Width, Height, Array.ConvertAll(depth.Pixels, z => z * factor));
            Assert.Equal(expected, Split(classes, scaled).Pixels);
        }
    }

    [Fact]
    public void Inverse_depth_with_an_unknown_factor_and_offset_splits_alike()
    {
        var (classes, depth) = Squares((x, _) => x < 44 ? 10 : 14);
        var reading = new DepthReading { Kind = DepthKind.InverseWithOffset, FarOverNear = 20, Ends = 0 };
        foreach (var (factor, offset) in new[] { (1f, 0f), (1000f, -7f), (0.01f, 55f) })
        {
            var stored = new Plane<float>(Width, Height, Array.ConvertAll(depth.Pixels, z => (factor / z) + offset));
            Assert.Equal(2, Split(classes, reading.Read(stored)).Pixels.Max());
        }
    }

    [Fact]
    public void A_blurred_edge_is_found_with_a_smaller_gradient()
    {
        // Monocular depth goes from one object to the next over ten pixels.
        var (classes, depth) = Squares((x, _) => 10 * Math.Pow(1.4, Math.Clamp((x - 39) / 10.0, 0, 1)));
        Assert.Equal(1, Count(classes, depth));
        Assert.Equal(2, DepthSplitter.Split(classes, [1], depth, new DepthSplitConfig { Gradient = 0.02 }).Pixels.Max());
    }

    [Theory]
    [InlineData(GradientExtent.Mask, 1)]
    [InlineData(GradientExtent.Image, 0)]
    public void An_object_four_pixels_wide_before_a_far_wall_lives_where_depth_is_looked_at_inside_it(GradientExtent extent, int expected)
    {
        var (classes, depth) = (new Plane<ushort>(40, 60), new Plane<float>(40, 60));
        for (var i = 0; i < depth.Pixels.Length; i++)
        {
            var isObject = i % 40 is >= 18 and < 22 && i / 40 is >= 10 and < 50;
            (classes.Pixels[i], depth.Pixels[i]) = (isObject ? (ushort)1 : (ushort)0, isObject ? 10 : 40);
        }

        Assert.Equal(expected, DepthSplitter.Split(classes, [1], depth, new DepthSplitConfig { Extent = extent }).Pixels.Max());
    }

    [Fact]
    public void Unknown_depth_inside_an_object_does_not_cut_pixels_out_of_it()
    {
        var (classes, depth) = Squares((x, y) => (x, y) switch
        {
            ( >= 10 and < 14, >= 10 and < 14) => 0,
            ( >= 20 and < 23, 30) => double.NaN,
            _ => 10,
        });
        var instances = Split(classes, depth);
        Assert.All(classes.Pixels.Zip(instances.Pixels), pair => Assert.Equal(pair.First, pair.Second));
    }

    [Fact]
    public void Of_metric_depth_what_is_too_small_in_meters_goes()
    {
        // 40x40 pixels at 10 m and a focal length of 500: 0.64 square meters; at 14 m: 1.25.
        var (classes, depth) = Squares((x, _) => x < 44 ? 10 : 14);
        var instances = DepthSplitter.Split(classes, [1], depth, new DepthSplitConfig(), focal: 500);
        Assert.Equal(1, instances.Pixels.Max());
        Assert.Equal(0, instances[20, 20]);
        Assert.Equal(1, instances[60, 20]);
    }

    [Fact]
    public void Without_any_depth_nothing_becomes_an_instance()
    {
        var (classes, depth) = Squares((_, _) => double.NaN);
        Assert.Equal(0, Count(classes, depth));
    }

    private static int Count(Plane<ushort> classes, Plane<float> depth) => Split(classes, depth).Pixels.Max();

    private static Plane<ushort> Split(Plane<ushort> classes, Plane<float> depth) =>
        DepthSplitter.Split(classes, [1], depth, new DepthSplitConfig());

    // Two squares of 40x40 side by side before a wall at 40 m.
    private static (Plane<ushort> Classes, Plane<float> Depth) Squares(Func<int, int, double> depthAt)
    {
        var (classes, depth) = (new Plane<ushort>(Width, Height), new Plane<float>(Width, Height));
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var isObject = x is >= 4 and < 84 && y is >= 4 and < 44;
                classes[x, y] = isObject ? (ushort)1 : (ushort)0;
                depth[x, y] = isObject ? (float)depthAt(x, y) : 40;
            }
        }

        return (classes, depth);
    }
}
