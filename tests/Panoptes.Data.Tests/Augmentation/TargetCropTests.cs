using Panoptes.Data.Augmentation;
using Panoptes.Data.Configuration;
using Panoptes.Data.Sampling;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Tests.Augmentation;

public sealed class TargetCropTests
{
    private static readonly SamplerConfig Pairs =
        new() { Kind = SamplerKind.ClassPair, ShortMin = 40, ShortMax = 300, LongMax = 500 };

    [Theory]
    [InlineData(CropAnchor.Center)]
    [InlineData(CropAnchor.MaskPixel)]
    public void A_crop_shows_the_point_of_its_target_whatever_the_box(CropAnchor anchor)
    {
        var transform = new TrainTransform(Augmentation([40, 64]), Pairs with { Anchor = anchor });
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new SeededRandom(seed, 0x7A);
            var (width, height) = (random.NextInt(1, 400), random.NextInt(1, 300));
            var target = Target(random, width, height, seed % 5);
            target = seed % 3 == 0 ? target with { Size = null } : target;
            var box = target.Segment.Box;
            target = anchor == CropAnchor.MaskPixel
                ? target with { Point = (random.NextInt(box.Left, box.Right) + 0.5, random.NextInt(box.Top, box.Bottom) + 0.5) } : target;
            var (x, y) = target.Point ?? ((box.Left + box.Right) / 2.0, (box.Top + box.Bottom) / 2.0);
            var geometry = transform.DrawGeometry(width, height, null, new SeededDraws(random), target);
            var (u, v) = geometry.ForSource(target.LayerWidth, target.LayerHeight).ToOutput(x, y);
            Assert.Equal((64, 40), (geometry.Width, geometry.Height));
            Assert.InRange(u, geometry.Content.Left - 1e-9, geometry.Content.Right + 1e-9);
            Assert.InRange(v, geometry.Content.Top - 1e-9, geometry.Content.Bottom + 1e-9);
        }
    }

    [Fact]
    public void Every_crop_that_shows_the_point_is_as_likely()
    {
        var transform = new TrainTransform(Augmentation([10, 10]) with { ShortSides = [60] }, Pairs);
        var target = new CropTarget(new IndexedSegment(1, 6, true, false, new PixelRectangle(20, 30, 25, 35), 25), 60, 60);
        var places = Enumerable.Range(0, 4000).Select(seed =>
            transform.DrawGeometry(60, 60, null, new SeededDraws(new SeededRandom(seed)), target)).ToArray();
        foreach (var starts in new[] { places.Select(place => place.OriginX), places.Select(place => place.OriginY) })
        {
            var counts = starts.GroupBy(start => start).ToDictionary(group => group.Key, group => group.Count());
            Assert.Equal(10, counts.Count);
            Assert.InRange(counts.Values.Sum(count => (count - 400.0) * (count - 400.0) / 400), 0, 27.9);
        }
    }

    [Fact]
    public void Things_get_the_size_asked_for_as_far_as_the_limits_let_them()
    {
        var resize = new TargetResize(Pairs, [40, 64]);
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new SeededRandom(seed, 0x7B);
            var (width, height) = (random.NextInt(20, 400), random.NextInt(20, 300));
            var target = Target(random, width, height, seed % 5);
            var (newWidth, newHeight) = resize.Size(target, width, height);
            var (least, longest) = (Math.Min(newWidth, newHeight), Math.Max(newWidth, newHeight));
            Assert.True(longest <= 500, $"seed {seed}: {longest}");
            Assert.True(least <= 300, $"seed {seed}: {least}");
            Assert.True(least >= 40 || longest == 500, $"seed {seed}: {newWidth}x{newHeight}");
            if (least is > 40 and < 300 && longest < 500)
            {
                // Sides are whole pixels.
                var size = target.SizeIn(Geometry.Identity(width, height).Resize(newWidth, newHeight));
                Assert.InRange(size / target.Size!.Value, 1 - (0.5 / least) - 1e-6, 1 + (0.5 / least) + 1e-6);
            }
        }
    }

    [Fact]
    public void Limits_follow_the_crop_where_none_are_given()
    {
        var resize = new TargetResize(new SamplerConfig { Kind = SamplerKind.ClassPair }, [40, 64]);
        Assert.Equal((40, 40), resize.Size(100, 100, 90, 90, 1));
        Assert.Equal((240, 240), resize.Size(100, 100, 1, 1, 500));
        Assert.Equal((300, 60), resize.Size(500, 100, 10, 10, 6));
        var small = new TargetResize(new SamplerConfig { Kind = SamplerKind.ClassPair, ShortMax = 20 }, [40, 64]);
        Assert.Equal((20, 20), small.Size(100, 100, 1, 1, 500));
        Assert.Equal((20, 20), small.Size(100, 100, 90, 90, 1));
        var large = new TargetResize(new SamplerConfig { Kind = SamplerKind.ClassPair, ShortMin = 500 }, [40, 64]);
        Assert.Equal((500, 500), large.Size(100, 100, 90, 90, 1));
    }

    [Fact]
    public void The_released_range_may_miss_the_middle_and_the_strict_one_may_not()
    {
        Assert.Equal(new CropRange(88, 99), CropRange.Released(100.5, 12, 400));
        Assert.Equal(new CropRange(89, 100), CropRange.Of(100.5, 12, 400));
        Assert.Equal(new CropRange(0, 0), CropRange.Of(0.5, 12, 400));
        Assert.Equal(new CropRange(388, 388), CropRange.Of(399.9, 12, 400));
        Assert.Equal(new CropRange(0, 0), CropRange.Of(399.9, 400, 400));
    }

    [Fact]
    public void Crops_round_segments_need_a_crop()
    {
        Assert.Contains("class_pair", Assert.Throws<InputException>(() => new TrainTransform(Augmentation([]), Pairs)).Message);
        Assert.Throws<InputException>(() => (Pairs with { Sizes = [] }).Validate("data.sampler"));
        Assert.Throws<InputException>(() => (Pairs with { ShortMin = 400 }).Validate("data.sampler"));
        Assert.Throws<InputException>(() => (Pairs with { MinPixels = 0 }).Validate("data.sampler"));
    }

    // A pixel, the whole image, a strip, one at the edge, any; labels may be of half the resolution.
    private static CropTarget Target(SeededRandom random, int width, int height, int kind)
    {
        var (layerWidth, layerHeight) = kind == 4 && width % 2 == 0 && height % 2 == 0 ? (width / 2, height / 2) : (width, height);
        int x0 = random.NextInt(0, layerWidth), y0 = random.NextInt(0, layerHeight);
        var box = kind switch
        {
            0 => new PixelRectangle(x0, y0, x0 + 1, y0 + 1),
            1 => new PixelRectangle(0, 0, layerWidth, layerHeight),
            2 => new PixelRectangle(0, y0, layerWidth, y0 + 1),
            3 => new PixelRectangle(layerWidth - 1, layerHeight - 1, layerWidth, layerHeight),
            _ => new PixelRectangle(x0, y0, random.NextInt(x0, layerWidth) + 1, random.NextInt(y0, layerHeight) + 1),
        };
        return new CropTarget(new IndexedSegment(1, 6, true, false, box, 1), layerWidth, layerHeight) { Size = random.NextInt(4, 200) };
    }

    private static AugmentationConfig Augmentation(IReadOnlyList<int> crop) =>
        new() { Crop = crop, Resize = ResizeKind.ShortSide, ShortSides = [30, 50, 90], CatMaxRatio = 1 };
}
