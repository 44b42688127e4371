using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Tests;
using static Panoptes.Data.Tests.Sampling.MadeUpSegments;

namespace Panoptes.Data.Tests.Sampling;

public sealed class PairSamplerTests
{
    private static readonly MadeUpSegments Street = new(
        64, 48,
        [[Thing(Car, 1, 1, 9, 5), Thing(Car, 20, 8, 40, 20), Stuff(Road, 0, 30, 64, 48)],
        [Thing(Car, 3, 3, 30, 30), Thing(Person, 40, 2, 44, 18)],
        [Stuff(Road, 0, 20, 64, 48), Stuff(Sky, 0, 0, 64, 10), Thing(Car, 50, 30, 60, 40) with { IsCrowd = true }],
        [
            Thing(Person, 0, 0, 3, 9), Thing(Person, 10, 0, 13, 9), Thing(Car, 60, 40, 64, 48),
            Thing(Car, 20, 20, 31, 26) with { IsCrowd = true },
        ],
        []]);

    [Fact]
    public void Every_class_is_drawn_equally_often_and_in_another_order_each_time()
    {
        var sampler = Sampler(Street, new SamplerConfig());
        int[] classes = [Road, Sky, Car, Person];
        var turns = Enumerable.Range(0, 500).Select(turn => Enumerable.Range(0, 4).Select(k => sampler.ClassOf((4L * turn) + k)).ToArray());
        Assert.All(turns, turn => Assert.Equal(classes, turn.Order()));
        // Within any window that begins in the middle of a turn the histogram is flat too, by chi-square with 3 degrees of freedom.
        var counts = Enumerable.Range(3, 1000).GroupBy(pair => sampler.ClassOf(pair)).Select(group => group.Count());
        Assert.InRange(counts.Sum(count => (count - 250.0) * (count - 250.0) / 250), 0, 16.3);
        Assert.Equal(24, turns.Select(turn => string.Join(' ', turn)).Distinct().Count());
    }

    [Fact]
    public void Sizes_images_and_segments_are_drawn_uniformly()
    {
        var sampler = Sampler(Street, new SamplerConfig { Sizes = [32, 64, 128], RejectSameImage = false });
        var cars = Enumerable.Range(0, 6000).Where(pair => sampler.ClassOf(pair) == Car)
            .SelectMany(pair => new[] { sampler.Crop(pair, 0), sampler.Crop(pair, 1) }).ToArray();
        AssertUniform(cars.Where((_, i) => i % 2 == 0).Select(draw => draw.Target.Size), 3);
        AssertUniform(cars.Select(draw => (int?)draw.Image), 3);
        AssertUniform(cars.Where(draw => draw.Image == 0).Select(draw => (int?)draw.Target.Segment.Id), 2);
    }

    [Fact]
    public void The_crops_of_a_pair_share_class_and_size_and_are_of_two_images()
    {
        var sampler = Sampler(Street, new SamplerConfig());
        for (var pair = 0; pair < 400; pair++)
        {
            var (one, other) = (sampler.Crop(pair, 0), sampler.Crop(pair, 1));
            Assert.All([one, other], draw => Assert.Equal(
                (sampler.ClassOf(pair), (long?)pair), (draw.Target.Segment.TrainId, draw.Target.Pair)));
            Assert.Equal(one.Target.Size, other.Target.Size);
            Assert.Equal(one.Target.Segment.IsThing, one.Target.Size is not null);
            // Sky is in one image alone: after ten redraws that one is taken.
            Assert.Equal(one.Target.Segment.TrainId == Sky, one.Image == other.Image);
            Assert.All([one, other], draw => Assert.False(draw.Target.Segment.IsCrowd));
            Assert.All([one, other], AssertIsThere);
        }
    }

    [Fact]
    public void Options_say_what_may_be_drawn()
    {
        Assert.Equal([Car, Person], Segments(Street, new SamplerConfig { IncludeStuff = false }).Classes);
        Assert.Equal([Road, Sky, Car], Segments(Street, new SamplerConfig { MinPixels = 70 }).Classes);
        var all = Segments(Street, new SamplerConfig { ExcludeCrowd = false });
        Assert.Equal([0, 1, 3], all.ImagesOf(Car));
        Assert.Equal(2, all.SegmentsOf(Car, 3).Count);
        Assert.Single(Segments(Street, new SamplerConfig()).SegmentsOf(Car, 3));
        var same = Sampler(Street, new SamplerConfig { RejectSameImage = false });
        Assert.Contains(
            Enumerable.Range(0, 200).Where(pair => same.ClassOf(pair) == Car),
            pair => same.Crop(pair, 0).Image == same.Crop(pair, 1).Image);
    }

    [Fact]
    public void Draws_follow_from_the_seed_alone()
    {
        string Draws(long seed) => string.Join(' ', Enumerable.Range(0, 60).Select(
            pair => $"{Sampler(Street, new SamplerConfig(), seed).Crop(pair, 1)}"));
        Assert.Equal(Draws(3), Draws(3));
        Assert.NotEqual(Draws(3), Draws(4));
    }

    [Fact]
    public void Substitutes_are_of_the_class_first_and_of_any_class_later()
    {
        var sampler = Sampler(Street, new SamplerConfig());
        var classes = Enumerable.Range(1, 40).Select(attempt => sampler.Crop(5, 1, attempt).Target.Segment.TrainId).ToArray();
        Assert.All(classes[..4], found => Assert.Equal(sampler.ClassOf(5), found));
        Assert.Equal(4, classes[4..].Distinct().Count());
    }

    [Fact]
    public void One_image_and_one_class_are_enough_and_none_are_refused()
    {
        var alone = new MadeUpSegments(64, 48, [[Thing(Car, 5, 5, 9, 9)]]);
        var sampler = Sampler(alone, new SamplerConfig());
        Assert.Equal((0, 0), (sampler.Crop(7, 0).Image, sampler.Crop(7, 1).Image));
        var empty = new MadeUpSegments(64, 48, [[], []]);
        Assert.Contains("no segment of 1 or more pixels in 2 images", Assert.Throws<InputException>(
            () => Segments(empty, new SamplerConfig())).Message);
        var stuff = new MadeUpSegments(64, 48, [[Stuff(Road, 0, 0, 9, 9)]]);
        Assert.Contains("include_stuff=true", Assert.Throws<InputException>(
            () => Segments(stuff, new SamplerConfig { IncludeStuff = false })).Message);
        var lacking = new MadeUpSegments(64, 48, [[]]) { Available = SampleParts.Image };
        Assert.Contains(
            "neither segments nor objects", Assert.Throws<InputException>(() => Segments(lacking, new SamplerConfig())).Message);
    }

    private static void AssertUniform(IEnumerable<int?> draws, int kinds)
    {
        var counts = draws.GroupBy(draw => draw).Select(group => (double)group.Count()).ToArray();
        Assert.Equal(kinds, counts.Length);
        var expected = counts.Sum() / kinds;
        Assert.InRange(counts.Sum(count => (count - expected) * (count - expected) / expected), 0, 13.8);
    }

    private static void AssertIsThere(TargetDraw draw)
    {
        var map = Street.Load(draw.Image).Segments!;
        var segment = map.Segments.Single(found => found.Id == draw.Target.Segment.Id);
        Assert.Equal((segment.CategoryTrainId, segment.IsThing), (draw.Target.Segment.TrainId, draw.Target.Segment.IsThing));
        Assert.Equal(segment.Area, draw.Target.Segment.Area);
        var box = draw.Target.Segment.Box;
        Assert.Equal(segment.Id, map.Ids[box.Left, box.Top]);
        Assert.Equal(segment.Id, map.Ids[box.Right - 1, box.Bottom - 1]);
    }

    private static MadeUpSegment Thing(int trainId, int x0, int y0, int x1, int y1) => new(trainId, new PixelRectangle(x0, y0, x1, y1));

    private static MadeUpSegment Stuff(int trainId, int x0, int y0, int x1, int y1) => Thing(trainId, x0, y0, x1, y1);

    private static ClassSegments Segments(MadeUpSegments data, SamplerConfig config)
    {
        using var folder = new TemporaryFolder();
        return new ClassSegments(new SegmentIndexStore(folder.Path).Open(data), config, data.Name);
    }

    private static PairSampler Sampler(MadeUpSegments data, SamplerConfig config, long seed = 1) =>
        new(Segments(data, config), config, seed);
}
