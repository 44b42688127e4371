using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Tests.Panoptic;

public sealed class PanopticLawTests
{
    private static readonly VoidRule[] Rules = [VoidRule.Official, VoidRule.TorchMetrics];

    [Fact]
    public void Pairs_of_any_pixel_type_equal_those_of_a_plain_loop()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new SeededRandom(seed, 7);
            var (width, height) = (random.NextInt(1, 130), random.NextInt(1, 20));
            var (a, b) = (RandomPanoptic.Map(random, width, height, 6).Pixels, RandomPanoptic.Map(random, width, height, 6).Pixels);
            for (var i = 0; i < a.Length / 10; i++)
            {
                a[random.NextInt(0, a.Length)] = random.NextInt(0, 1 << 24);
            }

            var expected = a.Zip(b).GroupBy(p => p).Select(g => new SegmentPair(g.Key.First, g.Key.Second, g.Count())).OrderBy(p => p.Truth)
                .ThenBy(p => p.Prediction).ToArray();
            var counter = new SegmentPairCounter();
            Assert.Equal(expected, counter.Count(a, b));
            Assert.Equal(expected, counter.CountRgb(ToRgb(a), ToRgb(b)));
            var (small, narrow) = (Array.ConvertAll(a, v => (ushort)v), Array.ConvertAll(b, v => (ushort)v));
            Assert.Equal(a.Length, counter.Count(small, narrow).Sum(p => p.Pixels));
            var (low, high) = (Array.ConvertAll(a, v => (byte)v), Array.ConvertAll(a, v => (ushort)(v >> 8)));
            Assert.Equal(expected, counter.Count(low, high, Array.ConvertAll(b, v => (byte)v)));
        }
    }

    [Fact]
    public void Quality_is_segmentation_times_recognition_and_every_rate_is_a_fraction()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            foreach (var rule in Rules)
            {
                var counts = RandomPanoptic.Count([RandomPanoptic.Make(new SeededRandom(seed))], rule);
                var scores = PanopticScores.From(counts, rule);
                foreach (var c in scores.Classes)
                {
                    Assert.Equal(c.PQ, c.SQ * c.RQ, 12);
                    Assert.All([c.PQ, c.SQ, c.RQ], rate => Assert.InRange(rate, 0, 1));
                }

                var rates = new[] { scores.All.PQ, scores.Things.RQ, scores.Stuff.SQ, scores.ThingPixels
                    .Accuracy(), scores.ThingPixels.Precision(), scores.PredictedVoidShare };
                Assert.All(rates, rate => Assert.True(double.IsNaN(rate) || rate is >= 0 and <= 1));
            }
        }
    }

    [Fact]
    public void Merging_in_any_order_and_split_gives_the_same_digits()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new SeededRandom(seed, 3);
            var images = Enumerable.Range(0, 9).Select(_ => RandomPanoptic.Make(random)).ToArray();
            var whole = PanopticScores.From(RandomPanoptic.Count(images));
            var shuffled = images.ToArray();
            random.Shuffle(shuffled.AsSpan());
            var cut = random.NextInt(0, images.Length + 1);
            var (left, right) = (RandomPanoptic.Count(shuffled[..cut]), RandomPanoptic.Count(shuffled[cut..]));
            right.Merge(left);
            var parts = PanopticScores.From(right);
            Assert.Equal(whole.All, parts.All);
            Assert.Equal(whole.Classes, parts.Classes);
            Assert.Equal(whole.ThingPixels, parts.ThingPixels);
            Assert.Equal(whole.PredictedVoidShare, parts.PredictedVoidShare);
            Assert.Equal(9, right.Images);
        }
    }

    [Fact]
    public void Other_ids_for_the_same_segments_change_nothing()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new SeededRandom(seed, 4);
            var image = RandomPanoptic.Make(random);
            var other = new Dictionary<int, int> { [0] = 0 };
            int Renamed(int id) => other.TryGetValue(id, out var known) ? known : other[id] = (1 << 23) - (other.Count * 37);
            var renamed = new RandomPanoptic(
                new Plane<int>(image.Truth.Width, image.Truth.Height, Array.ConvertAll(image.Truth.Pixels, Renamed)),
                new Plane<int>(image.Truth.Width, image.Truth.Height, Array.ConvertAll(image.Prediction.Pixels, Renamed)),
                [.. image.TruthSegments.Select(s => s with { Id = Renamed(s.Id) })],
                [.. image.PredictionSegments.Select(s => s with { Id = Renamed(s.Id) })]);
            Assert.Equal(RandomPanoptic.Count([image]).Sums, RandomPanoptic.Count([renamed]).Sums);
        }
    }

    [Fact]
    public void A_prediction_equal_to_the_truth_scores_one()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var image = RandomPanoptic.Make(new SeededRandom(seed, 5));
            var segments = image.TruthSegments.Select(s => s with { IsCrowd = false }).ToArray();
            var same = new RandomPanoptic(image.Truth, image.Truth, segments, segments);
            foreach (var rule in Rules)
            {
                var scores = PanopticScores.From(RandomPanoptic.Count([same], rule), rule);
                Assert.True(segments.Length == 0 ? double.IsNaN(scores.All.PQ) : scores.All.PQ == 1);
            }
        }
    }

    [Fact]
    public void A_further_false_positive_never_raises_the_quality()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var image = RandomPanoptic.Make(new SeededRandom(seed, 6));
            var table = image.Table;
            var free = Enumerable.Range(0, image.Truth.Pixels.Length)
                .FirstOrDefault(i => image.Prediction.Pixels[i] == 0 && image.Truth.Pixels[i] != 0, -1);
            if (free < 0)
            {
                continue;
            }

            var pixels = image.Prediction.Pixels.ToArray();
            pixels[free] = 999;
            var more = image with
            {
                Prediction = new Plane<int>(image.Truth.Width, image.Truth.Height, pixels),
                PredictionSegments = [.. image.PredictionSegments, new PanopticSegment(999, 4, false, 1)],
            };
            var (before, after) = (PanopticScores.From(RandomPanoptic.Count([image])), PanopticScores.From(RandomPanoptic.Count([more])));
            Assert.Equal(before.Classes.Take(4).Select(c => c.Sums.TruePositives), after.Classes.Take(4).Select(c => c.Sums.TruePositives));
            Assert.True(double.IsNaN(before.All.PQ) || after.All.PQ <= before.All.PQ);
            Assert.Equal(1, after.Classes[4].Sums.FalsePositives);
        }
    }

    [Fact]
    public void The_confusion_curve_never_rises()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var curve = RandomPanoptic.Count([RandomPanoptic.Make(new SeededRandom(seed, 8))]).Confusion;
            foreach (var reading in Enum.GetValues<ConfusionReading>())
            {
                var counts = curve.Confused(reading).ToArray();
                Assert.Equal(counts.OrderDescending(), counts);
                Assert.All(counts, c => Assert.InRange(c, 0, curve.Segments()));
            }
        }
    }

    [Fact]
    public void Void_in_the_prediction_is_wrong_by_one_rule_and_left_out_by_the_other()
    {
        // 100 pixels of one thing; 40 right, 60 predicted void.
        var truth = new Plane<int>(100, 1);
        Array.Fill(truth.Pixels, 1);
        var prediction = new Plane<int>(100, 1);
        prediction.Row(0)[..40].Fill(5);
        var image = new RandomPanoptic(truth, prediction, [new(1, 0, false, 100)], [new(5, 0, false, 40)]);
        var official = PanopticScores.From(RandomPanoptic.Count([image])).Classes[0].Sums;
        var torchMetrics = PanopticScores.From(RandomPanoptic.Count([image], VoidRule.TorchMetrics)).Classes[0];
        Assert.Equal((0, 1, 1), (official.TruePositives, official.FalsePositives, official.FalseNegatives));
        Assert.Equal(1, torchMetrics.PQ);
        Assert.Equal(0.6, PanopticScores.From(RandomPanoptic.Count([image])).PredictedVoidShare);
    }

    [Fact]
    public void Nothing_at_all_has_no_mean_and_no_class()
    {
        var scores = PanopticScores.From(new PanopticCounts(RandomPanoptic.Categories));
        Assert.True(double.IsNaN(scores.All.PQ));
        Assert.Equal(0, scores.All.Classes);
        Assert.Equal(0, scores.PredictedVoidShare);
    }

    [Fact]
    public void An_exact_sum_is_the_same_in_any_order()
    {
        var random = new SeededRandom(11);
        var values = Enumerable.Range(0, 10_000).Select(_ => 0.5 + (random.NextDouble() / 2) + 1e-9).ToArray();
        var forwards = values.Aggregate(default(ExactSum), (sum, v) => sum + ExactSum.Of(v));
        var backwards = values.Reverse().Aggregate(default(ExactSum), (sum, v) => sum + ExactSum.Of(v));
        Assert.Equal(forwards, backwards);
        Assert.Equal(values.Sum(v => (decimal)v), (decimal)forwards.Value, 8);
        Assert.Equal(1.0 / 3, ExactSum.OfRatio(1, 3).Value);
    }

    private static byte[] ToRgb(int[] ids) => [.. ids.SelectMany(id => new[] { (byte)id, (byte)(id >> 8), (byte)(id >> 16) })];
}
