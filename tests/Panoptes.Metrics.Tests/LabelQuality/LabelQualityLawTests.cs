using Panoptes.Foundation;
using Panoptes.Metrics.LabelQuality;

namespace Panoptes.Metrics.Tests.LabelQuality;

public sealed class LabelQualityLawTests
{
    [Fact]
    public void Labels_that_are_the_truth_are_perfect()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var image = Squares.Random(new SeededRandom(seed));
            var perfect = image with { Labels = [.. image.Truths.Select(truth => new ScoredLabel(truth.Class, 1, truth.Mask))] };
            var report = Squares.Report(.7, perfect);
            Assert.All(
                new[] { report.All.Precision, report.All.Recall, report.All.Precision75, report.All.Overlap, report.All.ClassAccuracy },
                value => Assert.Equal(1, value));
            Assert.All(
                new[] { report.Lrp, report.LeastLrp, report.CalibrationError,
                    report.LocalizationError, report.All.Duplicates, report.Empty },
                value => Assert.Equal(0, value, 12));
        }
    }

    [Fact]
    public void Nothing_depends_on_the_order_of_images_objects_and_labels()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new SeededRandom(seed, 1);
            var images = Enumerable.Range(0, 5).Select(_ => Squares.Random(random)).ToArray();
            var shuffled = images.Select(image => new LabeledImage(Shuffled(image.Truths), Shuffled(image.Labels))).ToArray();
            var (first, second) = (Squares.Report(.5, images), Squares.Report(.5, Shuffled(shuffled)));
            Assert.All(Numbers(first).Zip(Numbers(second)), pair => Assert.Equal(pair.First, pair.Second, 12));

            T[] Shuffled<T>(IEnumerable<T> all)
            {
                T[] copy = [.. all];
                random.Shuffle(copy.AsSpan());
                return copy;
            }
        }
    }

    [Fact]
    public void A_higher_threshold_never_finds_more_and_no_threshold_beats_the_least_error()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new SeededRandom(seed, 2);
            var images = Enumerable.Range(0, 5).Select(_ => Squares.Random(random)).ToArray();
            var report = Squares.Report(random.NextDouble(), images);
            Assert.All(report.Sweep.Zip(report.Sweep.Skip(1)), pair => Assert.True(pair.First.Recall >= pair.Second.Recall));
            Assert.All(report.Calibration, row => Assert.False(row.LeastLrp > row.Lrp + 1e-12));
            Assert.All(report.Calibration, row => Assert.False(row.LocalizationError is < 0 or > 1));
            Assert.InRange(report.CalibrationError, 0, 1);
        }
    }

    private static double[] Numbers(LabelQualityReport report) =>
    [
        report.CalibrationError, report.LocalizationError, report.Lrp, report.LeastLrp, report.Empty, report.F1, report.Best!.Threshold,
        .. report.ByClass.Concat(report.BySize).Append(report.All).SelectMany(row => new[]
        {
            row.Labels, row.Truths, row.Precision, row.Recall, row.Precision75, row.Recall75, row.Overlap,
            row.ClassAccuracy, row.Duplicates,
        }),
    ];
}
