using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>A panoptic evaluation.</summary>
/// <param name="Scores">Panoptic quality by class, and means.</param>
/// <param name="Things">What it is made of, and what is known of things.</param>
public sealed record PanopticDetail(PanopticScores Scores, ThingDetail Things) : IEvaluationDetail
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
        .. Things.Columns.Select(OfPresent),
    ];

    /// <inheritdoc/>
    public ConfusionMatrix? Pixels => Things.Counts.PixelConfusion;

    /// <inheritdoc/>
    public IReadOnlyList<DetailCurve> Curves => [.. Things.Curves];

    private ClassColumn Shares(string name, string title, Func<ClassPanopticScores, double> of) =>
        new(name, title, [.. Scores.Classes.Select(row => row.Sums.IsAbsent ? double.NaN : of(row))]);

    private ClassColumn OfPresent(ClassColumn column) => column with
    {
        Values = [.. column.Values.Zip(Scores.Classes, (value, row) => row.Sums.IsAbsent ? double.NaN : value)],
    };

    private ClassColumn Numbers(string name, string title, Func<ClassPanopticScores, long> of) =>
        new(name, title, [.. Scores.Classes.Select(row => (double)of(row))]) { IsShare = false };
}
