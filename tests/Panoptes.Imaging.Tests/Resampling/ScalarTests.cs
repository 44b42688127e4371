using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Imaging.Tests.Resampling;

public sealed class ScalarTests
{
    [Fact]
    public void A_slope_is_sampled_where_the_map_says()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new SeededRandom(seed);
            var plane = new Plane<float>(random.NextInt(4, 60), random.NextInt(4, 50));
            for (var y = 0; y < plane.Height; y++)
            {
                for (var x = 0; x < plane.Width; x++)
                {
                    plane[x, y] = 100 + (2 * (x + 0.5f)) + (3 * (y + 0.5f));
                }
            }

            var geometry = Scenes.Draw(random, plane.Width, plane.Height);
            var output = Resampler.Scalar(plane, geometry, ScalarRule.Bilinear, -1);
            for (var y = 0; y < output.Height; y++)
            {
                for (var x = 0; x < output.Width; x++)
                {
                    var (sx, sy) = geometry.ToSource(x + 0.5, y + 0.5);
                    var isInside = sx >= 0.5 && sy >= 0.5 && sx <= plane.Width - 0.5 && sy <= plane.Height - 0.5;
                    if (!geometry.Content.Contains(x, y))
                    {
                        Assert.Equal(-1, output[x, y]);
                    }
                    else if (isInside)
                    {
                        Assert.Equal(100 + (2 * sx) + (3 * sy), output[x, y], 1e-4);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    public void Pixels_without_a_measurement_are_neither_blended_nor_filled_in(float hole)
    {
        var plane = new Plane<float>(4, 1, [10, hole, 30, 30]);
        var output = Resampler.Scalar(plane, Geometry.Identity(4, 1).Resize(8, 1), ScalarRule.Bilinear);
        Assert.Equal([10, 10, 0, 0, 30, 30, 30, 30], output.Pixels);
        Assert.Equal([10, 10, hole, hole, 30, 30, 30, 30], Resampler.Scalar(
            plane, Geometry.Identity(4, 1).Resize(8, 1), invalid: hole).Pixels);
    }
}
