using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Training.Supervision.IntraBatch;

namespace Panoptes.Training.Tests.IntraBatch;

public sealed class SeenImageTests
{
    [Fact]
    public void Crops_of_two_photographs_never_overlap() =>
        Assert.False(Sample("a", Whole).Overlaps(Sample("b", Whole)));

    [Fact]
    public void Crops_of_one_overlap_where_a_pixel_of_it_is_in_both_however_they_were_moved()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new SeededRandom(seed, 0x0C);
            var (one, other) = (Crop(random), Crop(random));
            var shared = Enumerable.Range(0, 40 * 30).Any(i => Shows(one, i % 40, i / 40) && Shows(other, i % 40, i / 40));
            Assert.Equal(shared, Sample("a", one).Overlaps(Sample("a", other)));
            Assert.True(Sample("a", one).Overlaps(Sample("a", one)));
        }
    }

    private static Geometry Whole => Geometry.Identity(40, 30);

    // Twice as large, so that crops begin and end at whole pixels of the photograph or between two of them.
    private static Geometry Crop(SeededRandom random)
    {
        var (x, y) = (2 * random.NextInt(0, 36), 2 * random.NextInt(0, 26));
        var (width, height) = (2 * random.NextInt(1, Math.Min(15, 41 - (x / 2))), 2 * random.NextInt(1, Math.Min(12, 31 - (y / 2))));
        var crop = Whole.Resize(80, 60).Crop(x, y, width, height);
        return (random.NextBool() ? crop.FlipHorizontal() : crop).PadTo(40, 40);
    }

    private static bool Shows(Geometry geometry, int x, int y)
    {
        var (u, v) = geometry.ToOutput(x + 0.5, y + 0.5);
        return u > geometry.Content.Left && u < geometry.Content.Right && v > geometry.Content.Top && v < geometry.Content.Bottom;
    }

    private static SeenImage Sample(string image, Geometry geometry) =>
        SeenImage.Of(new SampleInfo(0, new SampleFiles(image, image, null), geometry));
}
