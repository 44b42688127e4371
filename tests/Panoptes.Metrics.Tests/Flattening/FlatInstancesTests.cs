using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Flattening;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Scoring;
using Panoptes.Metrics.Tests.Panoptic;
using Panoptes.Tests;

namespace Panoptes.Metrics.Tests.Flattening;

public sealed class FlatInstancesTests
{
    private const int Width = 20;
    private const int Height = 2;

    [Fact]
    public void Predictions_go_by_score_from_a_half_on_and_are_left_out_where_more_than_half_lies_under_surer_ones()
    {
        var flat = FlatInstances.OfPredictions(
        [
            (0, 0.7, Bar(0, 10)),
            (1, 0.9, Bar(6, 10)),    // The surest: columns 6 to 15.
            (0, 0.49, Bar(18, 2)),   // Not sure enough.
            (1, 0.6, Bar(14, 4)),    // 14 and 15 are taken: exactly half, stays with 16 and 17.
            (1, 0.5, Bar(13, 5)),    // 13 to 17 are all taken.
            (0, 0.5, Bar(18, 1)),    // Just sure enough.
        ]);
        Assert.Equal([(1, "6-15"), (0, "0-5"), (1, "16-17"), (0, "18-18")], flat.Select(o => (o.Category, Columns(o.Mask))));
    }

    [Fact]
    public void Of_equal_scores_the_first_is_the_surest_and_of_the_truth_the_smaller_is_on_top_and_crowds_below_all()
    {
        var flat = FlatInstances.OfPredictions([(0, 0.5, Bar(0, 4)), (1, 0.5, Bar(2, 4))]);
        Assert.Equal(["0-3", "4-5"], flat.Select(o => Columns(o.Mask)));
        var truths = FlatInstances.OfTruths(
            [new(0, true, Bar(2, 2)), new(1, false, Bar(0, 8)), new(0, false, Bar(1, 3)), new(1, true, Bar(6, 8))]);
        Assert.Equal(["1-3", "0-7", "8-13"], truths.Select(o => Columns(o.Mask)));
        Assert.Equal([6L, 10L, 12L], truths.Select(o => o.Mask.Area));
        Assert.Equal([false, false, true], truths.Select(o => o.IsCrowd));
    }

    [Fact]
    public void Numbers_of_the_flattened_are_those_worked_out_by_hand()
    {
        // Two cars of 10 columns, one prediction over 6 of each, a surer one over the rest of the second.
        var truths = FlatInstances.OfTruths([new(1, false, Bar(0, 10)), new(1, false, Bar(10, 10))]);
        var predictions = FlatInstances.OfPredictions([(1, 0.6, Bar(4, 16)), (1, 0.9, Bar(16, 4))]);
        var table = FlatInstances.Table(truths, predictions);
        var confused = Assert.Single(ConfusedSegment.Of(table, RandomPanoptic.Categories));
        Assert.Equal([0.6, 0.6], confused.Covered.Select(thing => thing.Coverage));
        var counts = new PanopticCounts(RandomPanoptic.Categories);
        counts.Add(table, PanopticMatcher.Match(table));
        Assert.Equal(new ConfusedCount(2, 1), counts.Tally.AllConfused);

        // Nothing matches: the large one shares 12 of 22 and 12 of 20 columns with neither; what is no object is no void.
        Assert.Equal(new ThingPixels(0, 40, 0, 32, 0, 0), counts.Tally.AllThings);
        var alone = FlatInstances.Table(
            FlatInstances.OfTruths([new(1, false, Bar(0, 8))]), FlatInstances.OfPredictions([(1, 1, Bar(0, 10))]));
        counts = new PanopticCounts(RandomPanoptic.Categories);
        counts.Add(alone, PanopticMatcher.Match(alone));
        Assert.Equal((1.0, 0.8), (counts.Tally.AllThings.Accuracy(), counts.Tally.AllThings.Precision()));
    }

    [Fact]
    public void Beside_a_map_what_is_void_there_is_left_out_and_stuff_is_wrong()
    {
        var ids = new Plane<int>(Width, Height);
        for (var y = 0; y < Height; y++)
        {
            ids.Row(y)[..8].Fill(5);
            ids.Row(y)[8..9].Fill(7);
            ids.Row(y)[9..10].Fill(6);
        }

        var table = FlatInstances.Table(
            ids, [new(5, 1, false, 16)], new HashSet<int> { 7 }, FlatInstances.OfPredictions([(1, 1, Bar(0, 10))]),
            new SegmentPairCounter());
        var counts = new PanopticCounts(RandomPanoptic.Categories);
        counts.Add(table, PanopticMatcher.Match(table));

        // 8 columns right, 1 on stuff, 1 on a segment of a void class.
        Assert.Equal((1.0, 8.0 / 9), (counts.Tally.AllThings.Accuracy(), counts.Tally.AllThings.Precision()));
    }

    [Fact]
    public void Files_of_cityscapes_are_flattened_by_the_same_rule()
    {
        // Two cars, a crowd of cars, a person, a pixel column of road and two that evaluations leave out.
        using var folder = new TemporaryFolder();
        var truth = new Plane<ushort>(Width, Height);
        var predictions = new (int Label, double Score, int From, int Columns)[]
        {
            (26, 0.6, 4, 8), (24, 0.3, 14, 2), (26, 0.9, 0, 7), (26, 0.5, 16, 4),
        };
        foreach (var (from, columns, id) in new[] { (0, 6, 26000), (6, 6, 26001), (12, 2, 7), (14, 2, 24000), (16, 2, 26) })
        {
            Enumerable.Range(0, Height).ToList().ForEach(y => truth.Row(y).Slice(from, columns).Fill((ushort)id));
        }

        Directory.CreateDirectory(folder["gt/val/x"]);
        Directory.CreateDirectory(folder["pred"]);
        PngFile.WriteGray(folder["gt/val/x/x_000000_000000_gtFine_instanceIds.png"], truth);
        File.WriteAllLines(folder["pred/x_000000_000000_pred.txt"], predictions.Select((p, n) => FormattableString.Invariant(
            $"{n}.png {p.Label} {p.Score}")));
        foreach (var (n, p) in predictions.Index())
        {
            PngFile.WriteGray(folder[$"pred/{n}.png"], Bar(p.From, p.Columns).Decode());
        }

        var report = CityscapesScorer.ScoreInstances(folder["gt/val"], folder["pred"]);
        var scores = report.Headlines.ToDictionary(headline => headline.Name, headline => headline.Value);

        // The surest car, columns 0 to 6, finds the first; of the next one 7 to 11 are left, which find the second; the unsure person is
        // no prediction; the last lies on the crowd and on what is left out.
        Assert.Equal(11.0 / 14, scores["Acc_th"], 12);
        Assert.Equal(11.0 / 12, scores["Prec_th"], 12);
        Assert.Equal(0, scores["confused_25"]);
        Assert.Contains(report.Remarks, remark => remark.Contains("flattened", StringComparison.Ordinal));
        Assert.Equal(scores["Acc_th"], report.WithIntervals(95, 20).Headlines.Single(h => h.Name == "Acc_th").Interval!.Low, 12);
        Assert.Equal(report.Headlines.Select(headline => headline.Value), report.Resampling.Once().Headlines);
    }

    [Fact]
    public void What_is_flat_overlaps_nowhere_and_masks_and_maps_give_one_table()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new SeededRandom(seed, 6);
            RunLengthMask Box() => Mask((x, y, box) => x >= box.X0 && x <= box.X1 && y >= box.Y0 && y <= box.Y1, random);
            var truths = FlatInstances.OfTruths(
                [.. Enumerable.Range(0, 5).Select(_ => new FlatObject(random.NextInt(0, 2), random.NextBool(0.2), Box()))]);
            var predictions = FlatInstances.OfPredictions([.. Enumerable.Range(0, 6).Select(_ => (
                random.NextInt(0, 2), random.NextDouble(), Box()))]);
            foreach (var objects in new[] { truths, predictions })
            {
                Assert.Equal(objects.Sum(o => o.Mask.Area), RunLengthMask.Merge([.. objects.Select(o => o.Mask)]).Area);
            }

            var map = new Plane<int>(Width, Height);
            Array.Fill(map.Pixels, 1000);
            for (var t = 0; t < truths.Count; t++)
            {
                truths[t].Mask.Paint(map, t + 1);
            }

            var fromMasks = FlatInstances.Table(truths, predictions);
            var fromMap = FlatInstances.Table(map, fromMasks.Truth, new HashSet<int> { 1000 }, predictions, new SegmentPairCounter());
            Assert.Equal(fromMasks.Prediction, fromMap.Prediction);
            Assert.Equal(fromMasks.Pairs, fromMap.Pairs.Where(pair => pair.Truth < int.MaxValue || pair.Prediction > 0));
        }
    }

    private static RunLengthMask Bar(int from, int columns)
    {
        var plane = new Plane<byte>(Width, Height);
        for (var y = 0; y < Height; y++)
        {
            plane.Row(y).Slice(from, columns).Fill(1);
        }

        return RunLengthMask.Encode(plane);
    }

    private static RunLengthMask Mask(Func<int, int, (int X0, int Y0, int X1, int Y1), bool> isInside, SeededRandom random)
    {
        var (x0, y0) = (random.NextInt(0, Width), random.NextInt(0, Height));
        var box = (x0, y0, random.NextInt(x0, Width), random.NextInt(y0, Height));
        var plane = new Plane<byte>(Width, Height);
        for (var i = 0; i < plane.Pixels.Length; i++)
        {
            plane.Pixels[i] = isInside(i % Width, i / Width, box) ? (byte)1 : (byte)0;
        }

        return RunLengthMask.Encode(plane);
    }

    private static string Columns(RunLengthMask mask)
    {
        var row = mask.Decode().Row(0).ToArray();
        return $"{Array.IndexOf(row, (byte)1)}-{Array.LastIndexOf(row, (byte)1)}";
    }
}
