using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Imaging.Tests.Resampling;

public sealed class MaskTests
{
    [Fact]
    public void A_mask_moves_pixel_for_pixel_as_the_ids_of_the_same_scene_do()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new SeededRandom(seed, 0x3A);
            var (width, height) = (random.NextInt(1, 60), random.NextInt(1, 60));
            var ids = random.NextBool(0.7) ? Scenes.Street(random, width, height, 8) : Scenes.Noise<byte>(random, width, height, 2);
            for (var i = 0; i < ids.Pixels.Length; i++)
            {
                ids.Pixels[i] = (byte)(ids.Pixels[i] % 2);
            }

            var geometry = Scenes.Draw(random, width, height);
            var expected = RunLengthMask.Encode(Resampler.Ids(ids, geometry, (byte)0));
            var found = Resampler.Mask(RunLengthMask.Encode(ids), geometry);
            Assert.True(
                found.Counts.SequenceEqual(expected.Counts) && (found.Width, found.Height) == (geometry.Width, geometry.Height),
                $"seed {seed}: {geometry}");
        }
    }

    [Fact]
    public void Masks_that_overlap_move_each_by_itself()
    {
        var geometry = Geometry.Identity(8, 6).Resize(16, 12).Crop(3, 2, 9, 7).FlipHorizontal().PadTo(12, 9);
        var whole = new Plane<byte>(8, 6);
        Array.Fill(whole.Pixels, (byte)1);
        var part = new Plane<byte>(8, 6);
        part[3, 3] = 1;
        Assert.Equal(9 * 7, Resampler.Mask(RunLengthMask.Encode(whole), geometry).Area);
        Assert.Equal(4, Resampler.Mask(RunLengthMask.Encode(part), geometry).Area);
    }

    [Fact]
    public void A_mask_of_another_size_than_the_geometry_is_refused() =>
        Assert.Throws<ArgumentException>(() => Resampler.Mask(RunLengthMask.Encode(new Plane<byte>(4, 4)), Geometry.Identity(5, 4)));
}
