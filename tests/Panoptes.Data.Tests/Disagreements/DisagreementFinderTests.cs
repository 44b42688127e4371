using Panoptes.Data.Disagreements;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Tests.Disagreements;

public sealed class DisagreementFinderTests
{
    private const int Void = 255;

    [Fact]
    public void The_largest_patch_of_contradicted_pixels_is_named_with_its_classes()
    {
        var labels = Map((_, _) => 1);
        var said = Map((x, y) => x is >= 10 and < 30 && y is >= 20 and < 40 ? 2 : x >= 60 && y < 5 ? 3 : 1);
        var found = DisagreementFinder.Of(labels, said, Void)!;

        Assert.Equal(((20 * 20) + (4 * 5)) / (64.0 * 48), found.Share, 1e-12);
        Assert.Equal((1, 2), (found.Labeled, found.Predicted));
        Assert.Equal(new PixelRectangle(10, 20, 30, 40), found.Region);
    }

    [Fact]
    public void Boundaries_that_are_a_pixel_off_make_no_region()
    {
        var labels = Map((x, _) => x < 31 ? 0 : 1, 640);
        var said = Map((x, _) => x < 32 ? 0 : 1, 640);
        var found = DisagreementFinder.Of(labels, said, Void)!;
        Assert.Equal(1.0 / 640, found.Share, 1e-12);
        Assert.Null(found.Region);
    }

    [Fact]
    public void Void_counts_nowhere()
    {
        Assert.Null(DisagreementFinder.Of(Map((_, _) => Void), Map((_, _) => 1), Void));
        Assert.Equal(0, DisagreementFinder.Of(Map((x, _) => x == 0 ? 1 : Void), Map((x, _) => x == 0 ? 1 : 2), Void)!.Share);
        Assert.Null(DisagreementFinder.Of(Map((_, _) => 1), Map((_, _) => Void), Void));
    }

    private static Plane<ushort> Map(Func<int, int, int> id, int width = 64)
    {
        var plane = new Plane<ushort>(width, 48);
        for (var i = 0; i < plane.Pixels.Length; i++)
        {
            plane.Pixels[i] = (ushort)id(i % width, i / width);
        }

        return plane;
    }
}
