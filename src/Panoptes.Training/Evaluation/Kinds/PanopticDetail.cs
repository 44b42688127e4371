using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>A panoptic evaluation.</summary>
/// <param name="Scores">Panoptic quality by class, and means.</param>
/// <param name="Counts">What it is made of.</param>
public sealed record PanopticDetail(PanopticScores Scores, PanopticCounts Counts) : IEvaluationDetail
{
    /// <inheritdoc/>
    public IReadOnlyList<ClassColumn> Columns =>
    [
        Shares("pq", "PQ", row => row.PQ),
        Shares("sq", "SQ", row => row.SQ),
        Shares("rq", "RQ", row => row.RQ),
        Numbers("matched", "matched", row => row.Sums.TruePositives),
        Numbers("wrong", "wrong", row => row.Sums.FalsePositives),
        Numbers("missed", "missed", row => row.Sums.FalseNegatives),
        OfThings("accuracy", "Acc", pixels => pixels.Accuracy()),
        OfThings("precision", "Prec", pixels => pixels.Precision()),
    ];

    /// <inheritdoc/>
    public ConfusionMatrix? Pixels => Counts.PixelConfusion;

    /// <inheritdoc/>
    public IReadOnlyList<DetailCurve> Curves =>
    [
        new(
            "predicted things that cover more than T % of each of two things",
            "T in %",
            [.. ConfusionCurve.ThresholdsPercent.Zip(Counts.Confusion.Ratios(), (percent, ratio) => ((double)percent, ratio))]),
    ];

    private ClassColumn Shares(string name, string title, Func<ClassPanopticScores, double> of) =>
        new(name, title, [.. Scores.Classes.Select(row => row.Sums.IsAbsent ? double.NaN : of(row))]);

    private ClassColumn OfThings(string name, string title, Func<ThingPixels, double> of) => new(
        name, title,
        [.. Scores.Classes.Select((row, c) => row.Category.IsThing && !row.Sums.IsAbsent ? of(Counts.ThingPixels[c]) : double.NaN)]);

    private ClassColumn Numbers(string name, string title, Func<ClassPanopticScores, long> of) =>
        new(name, title, [.. Scores.Classes.Select(row => (double)of(row))]) { IsShare = false };
}
