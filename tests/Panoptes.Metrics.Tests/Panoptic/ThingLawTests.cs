using Panoptes.Foundation;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Metrics.Tests.Panoptic;

/// <summary>Acc, Prec and confusion of things: worked out by hand, and laws over random tables of segments of all sizes.</summary>
public sealed class ThingLawTests
{
    private static readonly PanopticCategory[] Categories = RandomPanoptic.Categories;

    [Fact]
    public void One_prediction_over_two_things_at_60_percent_is_confused_below_60_and_not_from_there()
    {
        // Two cars of 100 pixels, one predicted car over 60 of each.
        var table = new PanopticTable(
            [new(1, 1, false, 100), new(2, 1, false, 100)], [new(9, 1, false, 120)],
            [new(1, 0, 40), new(1, 9, 60), new(2, 0, 40), new(2, 9, 60)]);
        var counts = Count(table);
        Assert.Equal(
            ConfusionCurve.ThresholdsPercent.Select(t => t < 60 ? 1.0 : 0.0), counts.Confusion.Ratios());
        Assert.Equal(counts.Confusion.Ratios(), counts.Confusion.RatiosOf(1));
        var confused = Assert.Single(ConfusedSegment.Of(table, Categories));
        Assert.Equal((9, 1, 120L, 120L), (confused.Id, confused.Category, confused.Area, confused.Pixels));
        Assert.Equal([(1, 0.6), (2, 0.6)], confused.Covered.Select(thing => (thing.Id, thing.Coverage)));
        Assert.Empty(ConfusedSegment.Of(table, Categories, 60));
        Assert.Equal(new ConfusedCount(1, 1), counts.Tally.AllConfused);
    }

    [Fact]
    public void Thresholds_go_from_0_to_100_by_5_touching_two_is_enough_at_0_and_nothing_is_above_100()
    {
        Assert.Equal(Enumerable.Range(0, 21).Select(k => 5 * k), ConfusionCurve.ThresholdsPercent);

        // All of one thing and one pixel of another.
        var table = new PanopticTable(
            [new(1, 1, false, 100), new(2, 1, false, 2000)], [new(9, 1, false, 101)], [new(1, 9, 100), new(2, 0, 1999), new(2, 9, 1)]);
        Assert.Equal([1, .. Enumerable.Repeat(0.0, 20)], Count(table).Confusion.Ratios());
        var whole = table with { Truth = [table.Truth[0], new(2, 0, false, 1)], Pairs = [new(1, 9, 100), new(2, 9, 1)] };
        Assert.Equal([.. Enumerable.Repeat(1.0, 20), 0], Count(whole).Confusion.Ratios());
        Assert.Equal(0, Count(whole).Confusion.Ratios(ConfusionReading.SameCategory)[0]);
    }

    [Fact]
    public void Accuracy_and_precision_of_the_toy_are_those_worked_out_by_hand()
    {
        // 100 pixels of truth, 100 predicted, 80 of them shared and 10 on void.
        var table = new PanopticTable(
            [new(1, 1, false, 100)], [new(9, 1, false, 100)], [new(0, 9, 10), new(1, 0, 20), new(1, 9, 80), new(77, 9, 10)]);
        var counts = Count(table);
        var pixels = counts.Tally.AllThings;
        Assert.Equal(0.8, pixels.Accuracy());
        Assert.Equal(0.889, pixels.Precision(), 3);
        Assert.Equal(0.8, pixels.Precision(ThingPixelRule.Strict));
        Assert.Equal(0.8, counts.Tally.Of(SegmentSize.Small).ByTruth.Accuracy());
        Assert.Equal(0.889, counts.Tally.Of(SegmentSize.Small).ByPrediction.Precision(), 3);
        Assert.True(double.IsNaN(counts.Tally.Of(SegmentSize.Large).ByTruth.Accuracy()));
    }

    [Fact]
    public void Accuracy_goes_by_the_size_of_the_truth_and_precision_by_that_of_the_prediction()
    {
        // A truth of 1,200 pixels (medium) found by a prediction of 1,000 (small).
        var table = new PanopticTable([new(1, 1, false, 1200)], [new(9, 1, false, 1000)], [new(1, 0, 240), new(1, 9, 960), new(77, 9, 40)]);
        var tally = Count(table).Tally;
        Assert.Equal(0.8, tally.Of(SegmentSize.Medium).ByTruth.Accuracy());
        Assert.Equal(0.96, tally.Of(SegmentSize.Small).ByPrediction.Precision());
        Assert.Equal((1, 0), (tally.Of(SegmentSize.Small).Confused.Segments, tally.Of(SegmentSize.Medium).Confused.Segments));
    }

    [Fact]
    public void The_curve_never_rises_and_sizes_and_classes_sum_to_all()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var counts = Count([.. Enumerable.Range(0, 3).Select(n => RandomTable(new SeededRandom(seed, n)))]);
            var curve = counts.Confusion;
            long[] Sum(IEnumerable<long[]> parts) =>
                [.. ConfusionCurve.ThresholdsPercent.Select((_, at) => parts.Sum(part => part[at]))];
            SegmentSize[] apart = [SegmentSize.Small, SegmentSize.Medium, SegmentSize.Large];
            foreach (var reading in Enum.GetValues<ConfusionReading>())
            {
                foreach (var size in Enum.GetValues<SegmentSize>())
                {
                    var falling = curve.Confused(reading, size).ToArray();
                    Assert.Equal(falling.OrderDescending(), falling);
                    Assert.InRange(falling[0], 0, curve.Segments(size));
                    Assert.Equal(0, falling[^1]);
                }

                Assert.Equal(curve.Confused(reading).ToArray(), Sum(apart.Select(size => curve.Confused(reading, size).ToArray())));
            }

            Assert.Equal(curve.Confused().ToArray(), Sum(Categories.Select((_, c) => curve.ConfusedOf(c).ToArray())));
            Assert.Equal(curve.Segments(), apart.Sum(size => curve.Segments(size)));
            Assert.Equal(curve.Segments(), Categories.Select((_, c) => curve.SegmentsOf(c)).Sum());
            Assert.All(apart, size => Assert.True(curve.Segments(SegmentSize.Huge) <= curve.Segments(SegmentSize.Large)));

            var tally = counts.Tally;
            var all = apart.Select(tally.Of).ToArray();
            var (truth, predicted) = (
                all.Aggregate(default(ThingPixels), (sum, s) => sum + s.ByTruth),
                all.Aggregate(default(ThingPixels), (sum, s) => sum + s.ByPrediction));
            Assert.Equal(tally.AllThings, new ThingPixels(
                truth.Matched, truth.Truth, truth.TruthCrowd, predicted.Predicted, predicted.OnVoid, predicted.OnCrowd));
            Assert.Equal(predicted.Matched, truth.Matched);
            Assert.Equal(tally.AllConfused, all.Aggregate(default(ConfusedCount), (sum, s) => sum + s.Confused));
            var at25 = ConfusionCurve.ThresholdsPercent.ToList().IndexOf(ConfusedSegment.Percent);
            Assert.Equal(new ConfusedCount(curve.Segments(), curve.Confused()[at25]), tally.AllConfused);
        }
    }

    [Fact]
    public void Shards_merge_to_the_whole_and_the_sums_of_images_make_it_again()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new SeededRandom(seed, 9);
            PanopticTable[] tables = [.. Enumerable.Range(0, 7).Select(_ => RandomTable(random))];
            var cut = random.NextInt(0, tables.Length + 1);
            var (whole, left, right) = (Count(tables), Count(tables[..cut]), Count(tables[cut..]));
            right.Merge(left);
            var again = new PanopticTally(Categories);
            foreach (var table in tables)
            {
                again.Add(ImagePanopticSums.Of("image", table, PanopticMatcher.Match(table), Categories));
            }

            foreach (var tally in new[] { right.Tally, again })
            {
                Assert.Equal(whole.Tally.Sums, tally.Sums);
                Assert.Equal(whole.Tally.ThingPixels, tally.ThingPixels);
                Assert.Equal(whole.Tally.Confused, tally.Confused);
                Assert.All(Enum.GetValues<SegmentSize>(), size => Assert.Equal(whole.Tally.Of(size), tally.Of(size)));
            }

            foreach (var reading in Enum.GetValues<ConfusionReading>())
            {
                Assert.All(Enum.GetValues<SegmentSize>(), size => Assert.Equal(
                    whole.Confusion.Confused(reading, size).ToArray(), right.Confusion.Confused(reading, size).ToArray()));
            }

            Assert.All(Enumerable.Range(0, Categories.Length), c => Assert.Equal(
                whole.Confusion.ConfusedOf(c).ToArray(), right.Confusion.ConfusedOf(c).ToArray()));
        }
    }

    [Fact]
    public void Equal_sides_differ_by_nothing_in_every_draw_and_intervals_hold_the_number()
    {
        ImagePanopticSums[] images = [.. Enumerable.Range(0, 12).Select(n =>
        {
            var table = RandomTable(new SeededRandom(3, n));
            return ImagePanopticSums.Of($"{n}", table, PanopticMatcher.Match(table), Categories);
        })];
        var resampling = PanopticResampling.Of(images, Categories);
        NumberName[] names = [.. PanopticMeasure.Main.Select(m => new NumberName(m.Symbol, m.HigherIsBetter))];
        var same = ScoreComparison.Of(resampling, resampling, names, draws: 100);
        Assert.Equal(PanopticMeasure.Main.Count, same.Headlines.Count);
        Assert.Equal(PanopticResampling.OfSizesAndClasses(Categories).Count, same.Further.Count);
        Assert.All(same.Headlines.Concat(same.Further).Where(n => !double.IsNaN(n.A)), n => Assert.Equal(
            (0.0, 0.0), (n.Difference.Low, n.Difference.High)));
        var (once, intervals) = (resampling.Once(), Bootstrap.Intervals(resampling, 95, 200));
        foreach (var (value, interval) in once.Headlines.Concat(once.Further).Zip(intervals.Headlines.Concat(intervals.Further)))
        {
            Assert.True(double.IsNaN(value) || (value >= interval.Low - 1e-9 && value <= interval.High + 1e-9));
        }
    }

    [Fact]
    public void The_few_that_are_kept_are_the_same_in_any_order_and_split()
    {
        var random = new SeededRandom(2);
        ConfusedObject[] all = [.. Enumerable.Range(0, 40).Select(n => new ConfusedObject(n, $"{n}", new ConfusedSegment(1, 0, 9,
            [new(1, 0, random.NextInt(1, 6), 9), new(2, 0, 1, 9)])))];
        var (whole, left, right) = (ConfusedObject.Keeper(5), ConfusedObject.Keeper(5), ConfusedObject.Keeper(5));
        Array.ForEach(all, whole.Offer);
        random.Shuffle(all.AsSpan());
        Array.ForEach(all[..17], left.Offer);
        Array.ForEach(all[17..], right.Offer);
        left.Merge(right);
        Assert.Equal(5, whole.Sorted.Count);
        Assert.Equal(whole.Sorted, left.Sorted);
        Assert.Equal(whole.Sorted, whole.Sorted.OrderByDescending(one => one.Segment.Pixels).ThenBy(one => one.Index));
    }

    private static PanopticCounts Count(params PanopticTable[] tables)
    {
        var counts = new PanopticCounts(Categories);
        foreach (var table in tables)
        {
            counts.Add(table, PanopticMatcher.Match(table));
        }

        return counts;
    }

    // Segments of all sizes, with void, unlisted pixels and crowds; no map need be painted for a table.
    private static PanopticTable RandomTable(SeededRandom random)
    {
        var (truths, predictions) = (random.NextInt(0, 6), random.NextInt(0, 6));
        var pairs = new List<SegmentPair>();
        foreach (var t in Enumerable.Range(0, truths + 1).Append(99))
        {
            for (var p = 0; p <= predictions; p++)
            {
                var pixels = random.NextBool(0.3) ? 0 : (long)Math.Pow(10, 5.2 * random.NextDouble());
                pairs.AddRange(pixels > 0 && (t > 0 || p > 0) ? [new SegmentPair(t, p, pixels)] : []);
            }
        }

        long Area(Func<SegmentPair, bool> isOf) => pairs.Where(isOf).Sum(pair => pair.Pixels);
        return new PanopticTable(
            [.. Enumerable.Range(1, truths).Select(t => new PanopticSegment(
                t, random.NextInt(0, 4), random.NextBool(0.15), Area(pair => pair.Truth == t))).Where(s => s.Area > 0)],
            [.. Enumerable.Range(1, predictions).Select(p => new PanopticSegment(
                p, random.NextInt(0, 4), false, Area(pair => pair.Prediction == p))).Where(s => s.Area > 0)],
            [.. pairs]);
    }
}
