using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Imaging.Tests.Resampling;

public sealed class PlanesTests
{
    [Fact]
    public void Planes_are_sampled_as_the_color_image_that_they_show()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(seed, 0x91);
            var image = Scenes.Noise(random, random.NextInt(3, 70), random.NextInt(3, 50));
            var geometry = Scenes.Draw(random, image.Width, image.Height);
            var expected = Resampler.Color(image, geometry);
            var output = new float[3 * geometry.Width * geometry.Height];
            Resampler.Planes(Planar(image), geometry, output);
            var area = output.Length / 3;
            for (var i = 0; i < output.Length; i++)
            {
                Assert.True(
                    Math.Abs(expected.Pixels[(3 * (i % area)) + (i / area)] - output[i]) <= 1.01, $"seed {seed}, number {i}");
            }
        }
    }

    [Fact]
    public void Planes_at_their_own_size_are_copied_bit_by_bit()
    {
        var values = Enumerable.Range(0, 2 * 9 * 7).Select(i => (float)Math.Sin(i)).ToArray();
        var output = new float[values.Length];
        Resampler.Planes(values, Geometry.Identity(9, 7), output);
        Assert.Equal(values, output);
        var cropped = new float[2 * 3 * 2];
        Resampler.Planes(values, Geometry.Identity(9, 7).Crop(4, 5, 3, 2), cropped);
        Assert.Equal(values[(63 + (6 * 9) + 4)..(63 + (6 * 9) + 7)], cropped[9..]);
    }

    [Fact]
    public void Room_of_another_size_is_refused() => Assert.Throws<ArgumentException>(
        () => Resampler.Planes(new float[40], Geometry.Identity(5, 4), new float[20]));

    private static float[] Planar(RgbImage image)
    {
        var area = image.Width * image.Height;
        var planes = new float[3 * area];
        for (var i = 0; i < planes.Length; i++)
        {
            planes[i] = image.Pixels[(3 * (i % area)) + (i / area)];
        }

        return planes;
    }
}
