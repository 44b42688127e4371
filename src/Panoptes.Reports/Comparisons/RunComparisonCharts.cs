using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Events;
using Panoptes.Metrics.Panoptic;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Runs;

namespace Panoptes.Reports.Comparisons;

/// <summary>The charts of a comparison: a line for each run.</summary>
internal static class RunComparisonCharts
{
    /// <summary>The figure of confused predictions over T, of a kind; its place is written with <see cref="ChartCard"/>.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="kind">The kind, which has a curve.</param>
    public static Chart Confusion(RunComparison comparison, ComparedKind kind) => GroupChart.Of(
        $"confusion-{kind.Kind}", kind.Curve!.Title, "T in %", kind.Curve.X,
        [
            .. kind.Curve.Lines.Where(line => line.Size is "all" or "").Select(
                line => new CurveGroup(comparison.Runs[line.Run].Title, [line.Y])),
        ]);

    /// <summary>Losses and scores over the steps, of all runs on one axis.</summary>
    public static IReadOnlyList<Chart> OverSteps(RunComparison comparison)
    {
        var runs = comparison.Runs;
        var evaluations = runs.Select(run => run.History.Evaluations(run.Config.Data.ValSplit).ToList()).ToList();
        var metrics = evaluations.SelectMany(points => points).SelectMany(point => point.Metrics).DistinctBy(metric => metric.Name)
            .Where(metric => !PanopticMeasure.BySize.Any(sized => metric.Name.EndsWith(sized.Name, StringComparison.Ordinal)));
        Chart[] charts =
        [
            new("loss", "Training loss", "", [.. runs.Select(Loss)], Smooth: true, Logarithmic: true),
            .. metrics.Select((metric, place) => new Chart(
                $"metric{place}", $"{metric.Title} on the validation split", metric.IsShare ? "%" : "",
                [.. runs.Select((run, at) => Scores(run, evaluations[at], metric))])),
        ];
        return [.. charts.Select(chart => chart with { Series = [.. chart.Series.Where(line => line.Y.Any(y => y is not null))] })
            .Where(chart => chart.Series.Count > 0)];
    }

    private static Series Loss(ComparedRun run)
    {
        var points = RunCharts.Thin([.. run.History.Training]);
        return new Series(run.Title, [.. points.Select(point => (double)point.Step)], [.. points.Select(point => point.Loss)]);
    }

    private static Series Scores(ComparedRun run, List<EvaluationPoint> points, MetricRow metric) => new(
        run.Title,
        [.. points.Select(point => (double)point.Step)],
        [.. points.Select(point => (metric.IsShare ? 100 : 1) * point.Value(metric.Name))],
        Points: true);
}
