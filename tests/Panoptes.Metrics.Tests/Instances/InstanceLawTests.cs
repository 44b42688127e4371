using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Cityscapes;
using Panoptes.Metrics.Instances;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Tests.Instances;

public sealed class InstanceLawTests
{
    [Fact]
    public void One_wrong_and_one_right_detection_score_as_worked_by_hand()
    {
        // One object; a wrong detection at 0.9 and the right one at 0.8: COCO says one half, Cityscapes a quarter.
        var truth = Set([Make(1, 0, 0, 20, 20)]);
        var results = Set([Make(1, 40, 40, 20, 20, 0.9), Make(2, 0, 0, 20, 20, 0.8)]);
        var scores = new InstanceEvaluation(truth, results).Run().Scores;
        Assert.Equal(0.5, scores.AP, 12);
        Assert.Equal(1, scores.AR100);
        Assert.Equal(0, scores.AR1);
        Assert.Equal(-1, scores.APLarge);

        var frame = new CityscapesFrameMatches(
            "f", [new(26000, 26, 400)], [new("a", 26, 0.9, 400, 0, []), new("b", 26, 0.8, 400, 0, [(0, 400)])]);
        Assert.Equal(0.25, CityscapesAveragePrecision.Of([frame], 26, 0.5), 12);
        Assert.True(double.IsNaN(CityscapesAveragePrecision.Of([frame], 24, 0.5)));
    }

    [Fact]
    public void Many_thresholds_at_once_give_what_each_gives_alone()
    {
        var random = new SeededRandom(7);
        var (truth, results) = (Set([.. Enumerable.Range(1, 8).Select(i => Random(random, i, 1))]), Set(
            [.. Enumerable.Range(1, 40).Select(i => Random(random, i, random.NextDouble()))]));
        double[] thresholds = [.. Enumerable.Range(0, 40).Select(i => 0.02 * i)];
        var all = new InstanceEvaluation(truth, results, new InstanceOptions { IoUThresholds = thresholds }).Run().Curves;
        for (var t = 0; t < thresholds.Length; t++)
        {
            var one = new InstanceEvaluation(truth, results, new InstanceOptions { IoUThresholds = [thresholds[t]] }).Run().Curves;
            for (var a = 0; a < one.Ranges; a++)
            {
                for (var m = 0; m < one.Limits; m++)
                {
                    Assert.Equal(one.RecallAt(0, 0, a, m), all.RecallAt(t, 0, a, m));
                    Assert.All(Enumerable.Range(0, one.Recalls), r => Assert.Equal(
                        (one.PrecisionAt(0, r, 0, a, m), one.ScoreAt(0, r, 0, a, m)),
                        (all.PrecisionAt(t, r, 0, a, m), all.ScoreAt(t, r, 0, a, m))));
                }
            }
        }
    }

    [Fact]
    public void Detections_equal_to_the_truth_score_one_by_masks_boxes_and_boundaries()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new SeededRandom(seed);
            var objects = Enumerable.Range(1, random.NextInt(1, 9)).Select(i => Random(random, i, 1)).ToArray();
            foreach (var overlap in Enum.GetValues<OverlapKind>())
            {
                var scores = new InstanceEvaluation(Set(objects), Set(objects), new InstanceOptions { Overlap = overlap }).Run().Scores;
                Assert.Equal(1, scores.AP, 12);
                Assert.Equal(1, scores.AR100);
            }
        }
    }

    [Fact]
    public void Boundary_overlap_is_never_above_that_of_the_masks_and_every_rate_is_a_fraction()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new SeededRandom(seed, 1);
            var (truth, results) = (Set([.. Enumerable.Range(1, 6).Select(i => Random(random, i, 1))]), Set(
                [.. Enumerable.Range(1, 12).Select(i => Random(random, i, random.NextDouble()))]));
            var masks = new InstanceEvaluation(truth, results, new InstanceOptions { KeepMatches = true }).Run();
            var boundaries = new InstanceEvaluation(
                truth, results, new InstanceOptions { KeepMatches = true, Overlap = OverlapKind.Boundary }).Run();
            foreach (var (mask, boundary) in masks.Overlaps.Zip(boundaries.Overlaps))
            {
                Assert.All(mask.Values.SelectMany(v => v).Zip(boundary.Values.SelectMany(v => v)), pair => Assert.InRange(
                    pair.Second, 0, pair.First));
            }

            Assert.All(masks.Curves.Precision.ToArray(), p => Assert.True(p == -1 || p is >= 0 and <= 1));
            Assert.All(masks.Curves.Recall.ToArray(), p => Assert.True(p == -1 || p is >= 0 and <= 1));
        }
    }

    [Fact]
    public void A_boundary_is_the_mask_less_its_erosion()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(seed, 2);
            var (w, h) = (random.NextInt(1, 60), random.NextInt(1, 60));
            var plane = new Plane<byte>(w, h);
            for (var i = 0; i < 3; i++)
            {
                var (x0, y0) = (random.NextInt(0, w), random.NextInt(0, h));
                for (var y = y0; y < h && y < y0 + 25; y++)
                {
                    plane.Row(y)[x0..Math.Min(w, x0 + 25)].Fill(1);
                }
            }

            var radius = LabelBoundary.Radius(w, h, 0.05);
            var expected = new byte[w * h];
            for (var i = 0; i < expected.Length; i++)
            {
                var (x, y) = (i % w, i / w);
                var inside = x >= radius && y >= radius && x < w - radius && y < h - radius;
                for (var dy = -radius; inside && dy <= radius; dy++)
                {
                    for (var dx = -radius; inside && dx <= radius; dx++)
                    {
                        inside = plane[x + dx, y + dy] == 1;
                    }
                }

                expected[i] = (byte)(plane.Pixels[i] - (inside ? 1 : 0));
            }

            Assert.Equal(expected, LabelBoundary.Of(plane.Pixels, w, h, radius));
            Assert.Equal(expected, MaskBoundary.Of(RunLengthMask.Encode(plane), 0.05).Decode().Pixels);
        }
    }

    [Fact]
    public void An_image_drawn_twice_counts_twice()
    {
        var random = new SeededRandom(5);
        var truth = Set([.. Enumerable.Range(1, 12).Select(i => Random(random, i, 1, image: 1 + (i % 3)))], 3);
        var results = Set([.. Enumerable.Range(1, 30).Select(i => Random(random, i, random.NextDouble(), image: 1 + (i % 3)))], 3);
        var report = new InstanceEvaluation(truth, results).Run();
        var doubled = Set([.. truth.Objects, .. truth.Objects.Where(o => o.Image == 2).Select(o => Moved(o, 4))], 4);
        var doubledResults = Set([.. results.Objects, .. results.Objects.Where(o => o.Image == 2).Select(o => Moved(o, 4))], 4);
        var expected = new InstanceEvaluation(doubled, doubledResults).Run().Scores;
        Assert.Equal(expected, report.Weighted([1, 2, 1]).Scores);
        Assert.Equal(report.Scores, report.Weighted([1, 1, 1]).Scores);
    }

    private static InstanceSet Set(InstanceObject[] objects, int images = 1) => new(
        "test", "", [.. Enumerable.Range(1, images).Select(i => new InstanceImage(i, $"{i}.jpg", 100, 120))],
        [new InstanceCategory(1, "thing")], objects);

    private static InstanceObject Make(long id, int x, int y, int w, int h, double score = 1) => new()
    {
        Id = id,
        Image = 1,
        Category = 1,
        Score = score,
        Area = w * h,
        Box = new MaskBox(x, y, w, h),
        Mask = Box(x, y, w, h),
    };

    private static InstanceObject Random(SeededRandom random, int id, double score, int image = 1)
    {
        var (x, y) = (random.NextInt(0, 80), random.NextInt(0, 60));
        var (w, h) = (random.NextInt(1, 40), random.NextInt(1, 40));
        return new InstanceObject
        {
            Id = id,
            Image = image,
            Category = 1,
            Score = score,
            Area = w * h,
            Box = new MaskBox(x, y, w, h),
            Mask =
            Box(x, y, w, h)
        };
    }

    private static InstanceObject Moved(InstanceObject o, long image) => new()
    {
        Id = o.Id + 1000,
        Image = image,
        Category = o.Category,
        Score = o.Score,
        Area = o.Area,
        Box = o.Box,
        Mask = o.Mask,
    };

    private static RunLengthMask Box(int x, int y, int w, int h)
    {
        var part = new Plane<byte>(w, h);
        Array.Fill(part.Pixels, (byte)1);
        return RunLengthMask.Encode(part, x, y, 120, 100);
    }
}
