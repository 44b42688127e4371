using Panoptes.Dashboard.Catalog;
using Panoptes.Experiments.Events;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Runs;

namespace Panoptes.Dashboard.Curves;

/// <summary>Charts with a line for each of several runs.</summary>
internal static class OverlayCharts
{
    /// <summary>How many runs are laid over each other at most.</summary>
    public const int MostRuns = 20;

    /// <summary>The group that the charts are drawn into.</summary>
    public const string Group = "runs";

    private const int MostMetrics = 12;
    private const int MostLosses = 12;

    /// <summary>The charts; those without values are left out.</summary>
    /// <param name="runs">The runs and their histories.</param>
    /// <param name="axis">What they are drawn over.</param>
    public static PageData Of(IReadOnlyList<(RunEntry Run, RunHistory History)> runs, CurveAxis axis)
    {
        var drawn = runs.Select(entry => new DrawnRun(entry.Run, entry.History, axis)).ToList();
        var metrics = drawn.SelectMany(run => run.Evaluations).SelectMany(point => point.Metrics).DistinctBy(metric => metric.Name)
            .Take(MostMetrics);
        var losses = drawn.SelectMany(run => run.Training).SelectMany(point => point.Losses.Keys).Distinct().Take(MostLosses);
        Chart[] charts =
        [
            Chart("loss", "Training loss", "", drawn, run => run.Line(point => point.Loss), smooth: true, log: true),
            .. metrics.Select((metric, place) => Chart(
                $"metric{place}", metric.Title.Length > 0 ? metric.Title : metric.Name, metric.IsShare ? "%" : "", drawn,
                run => run.Measured(metric))),
            .. losses.Select((name, place) => Chart(
                $"loss{place}", name, "", drawn, run => run.Line(point => point.Losses.GetValueOrDefault(name)), smooth: true, log: true)),
            Chart("rate", "Learning rate", "", drawn, run => run.Line(point => point.LearningRate), log: true),
            Chart("gradient", "Gradient norm", "", drawn, run => run.Line(point => point.GradientNorm), smooth: true, log: true),
            Chart("speed", "Images a second", "", drawn, run => run.Line(point => point.ImagesPerSecond), smooth: true),
            Chart("memory", "Memory of the process", "MiB", drawn, run => run.Line(point => point.MemoryMib)),
        ];
        return new PageData
        {
            Charts = [.. charts.Where(chart => chart.Series.Count > 0)
                .Select(chart => chart with { Group = Group, Axis = RunPlaces.Unit(axis) })],
        };
    }

    /// <summary>What the lines of runs are called: their names, with the place where two share one.</summary>
    public static IReadOnlyList<string> Titles(IReadOnlyList<RunEntry> runs) =>
        [.. runs.Select(run => runs.Count(other => other.Name == run.Name) > 1 ? $"{run.Place}/{run.Name}" : run.Name)];

    private static Chart Chart(
        string id, string title, string unit, List<DrawnRun> runs, Func<DrawnRun, Series> line, bool smooth = false, bool log = false)
    {
        var titles = Titles([.. runs.Select(run => run.Run)]);
        return new Chart(
            id, title, unit,
            [
                .. runs.Select((run, place) => line(run) with { Name = titles[place], Color = LineColors.Of(place) })
                    .Where(series => series.Y.Any(value => value is not null)),
            ],
            smooth, log);
    }

    private sealed class DrawnRun
    {
        private readonly IReadOnlyList<double> places;
        private readonly IReadOnlyList<double> evaluated;

        public DrawnRun(RunEntry run, RunHistory history, CurveAxis axis)
        {
            Run = run;
            Training = RunCharts.Thin([.. history.Training]);
            Evaluations = [.. history.Events.OfType<EvaluationPoint>()
                .Where(point => run.Facts.Split.Length == 0 || point.Split == run.Facts.Split)];
            var at = new RunPlaces(run, history, axis);
            places = [.. Training.Select(at.Of)];
            evaluated = [.. Evaluations.Select(at.Of)];
        }

        public RunEntry Run { get; }

        public IReadOnlyList<TrainPoint> Training { get; }

        public IReadOnlyList<EvaluationPoint> Evaluations { get; }

        public Series Line(Func<TrainPoint, double?> value) => new("", places, [.. Training.Select(value)]);

        public Series Measured(MetricRow metric) => new(
            "", evaluated, [.. Evaluations.Select(point => (metric.IsShare ? 100 : 1) * point.Value(metric.Name))], Points: true);
    }
}
