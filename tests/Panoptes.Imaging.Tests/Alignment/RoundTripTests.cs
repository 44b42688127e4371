using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Tests;
using Xunit.Abstractions;

namespace Panoptes.Imaging.Tests.Alignment;

public sealed class RoundTripTests(ITestOutputHelper output)
{
    private const double Pass = 0.96;

    [Fact]
    public void Synthetic_labels_agree_with_their_own_picture_and_both_wrong_roads_are_caught()
    {
        var maps = Enumerable.Range(0, 12).Select(seed => Wide(Scenes.Street(new SeededRandom(seed), 256, 128, 7))).ToList();
        var scores = Measure(maps, 7);
        Assert.InRange(scores.Right, Pass, 1);
        Assert.InRange(scores.Legacy, 0, scores.Right - 0.03);
        Assert.InRange(scores.WithoutResize, 0, 0.6);
    }

    [NeedsSharedFact("data/camvid/val/labels")]
    public void CamVid_labels_agree_with_their_own_picture_and_both_wrong_roads_are_caught()
    {
        var maps = Directory.EnumerateFiles(SharedFiles.Path("data/camvid/val/labels")!, "*.png")
            .Order()
            .Where((_, index) => index % 3 == 0)
            .Select(path => PngFile.ReadLabels<int>(path))
            .ToList();
        var scores = Measure(maps, 11);
        Assert.InRange(scores.Right, Pass, 1);
        Assert.InRange(scores.Legacy, 0.85, scores.Right - 0.04);
        Assert.InRange(scores.WithoutResize, 0, 0.5);
    }

    [Fact]
    public void Random_geometries_agree_as_well()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new SeededRandom(2, seed);
            var labels = Wide(Scenes.Street(random, 200, 150, 7));
            var geometry = Scenes.Draw(random, 200, 150, 0.6, 2);
            if (geometry.Content.Width < 60 || geometry.Content.Height < 60)
            {
                continue;
            }

            var agreement = new RoundTrip.Agreement(7);
            agreement.Add(RoundTrip.AsImage(labels, geometry, 7), LabelRoads.Right(labels, geometry));
            var flipped = new RoundTrip.Agreement(7);
            flipped.Add(RoundTrip.AsImage(labels, geometry.FlipHorizontal(), 7), LabelRoads.Right(labels, geometry));
            Assert.True(agreement.MeanIoU > 0.93, $"seed {seed}: {agreement.MeanIoU:F3} for {geometry}");
            Assert.True(flipped.MeanIoU < agreement.MeanIoU - 0.1, $"seed {seed}: a flip of one side gives {flipped.MeanIoU:F3}");
        }
    }

    private static Plane<int> Wide(Plane<byte> labels) => new(labels.Width, labels.Height, [.. labels.Pixels.Select(id => (int)id)]);

    private (double Right, double Legacy, double WithoutResize) Measure(List<Plane<int>> maps, int classes)
    {
        var (right, legacy, bug, majority) = (
            new RoundTrip.Agreement(classes), new RoundTrip.Agreement(classes), new RoundTrip.Agreement(classes),
            new RoundTrip.Agreement(classes));
        foreach (var map in maps)
        {
            var geometry = Geometry.Identity(map.Width, map.Height).Resize(map.Width * 5 / 8, map.Height * 5 / 8);
            var asImage = RoundTrip.AsImage(map, geometry, classes);
            right.Add(asImage, LabelRoads.Right(map, geometry));
            legacy.Add(asImage, LabelRoads.LegacyNearest(map, geometry));
            bug.Add(asImage, LabelRoads.Right(map, LabelRoads.WithoutResize(map.Width, map.Height, geometry)));
            majority.Add(asImage, Resampler.Ids(map, geometry, LabelRoads.Padding, IdRule.Majority));
        }

        output.WriteLine(
            $"right {right.MeanIoU:F3}, majority {majority.MeanIoU:F3}, legacy {legacy.MeanIoU:F3}, without resize {bug.MeanIoU:F3}");
        return (right.MeanIoU, legacy.MeanIoU, bug.MeanIoU);
    }
}
