using Panoptes.Experiments.Events;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Runs.Results;

namespace Panoptes.Reports.Runs;

/// <summary>What there is to draw of a run.</summary>
internal static class RunCharts
{
    private const int MostPoints = 3000;
    private const int ShownScores = 6;

    /// <summary>The charts; those without values are left out.</summary>
    public static PageData From(RunPageData data)
    {
        var split = data.Config.Data.ValSplit;
        var train = Thin([.. data.History.Training]);
        IReadOnlyList<double> steps = [.. train.Select(point => (double)point.Step)];
        Series Line(string name, Func<TrainPoint, double?> value) => new(name, steps, [.. train.Select(value)]);
        Series Logged(string name) => Line(LoggedNames.Words(name), point => point.Losses.GetValueOrDefault(name));
        var parts = train.SelectMany(point => point.Losses.Keys).Distinct().ToList();
        var losses = parts.Where(name => name.Contains("loss", StringComparison.OrdinalIgnoreCase)).ToList();
        var measures = parts.Except(losses).ToList();

        // A loss of one part is that part: one line, named by both.
        var isAlone = losses is [var only]
            && train.All(point => point.Losses.GetValueOrDefault(only) is not { } part || part == point.Loss);
        var total = isAlone ? $"total ({LoggedNames.Words(losses[0])})" : "total";
        IEnumerable<string> drawn = isAlone ? [] : losses;
        var evaluations = data.History.Evaluations(split).ToList();
        var metrics = evaluations.SelectMany(point => point.Metrics).DistinctBy(metric => metric.Name).ToList();
        Series Measured(string name, Func<EvaluationPoint, double?> value, string? color = null) =>
            new(name, [.. evaluations.Select(point => (double)point.Step)], [.. evaluations.Select(value)], Points: true, color);

        List<Chart> charts =
        [
            new("loss", "Loss", "",
                [Line(total, point => point.Loss), .. drawn.Select(Logged), Measured(
                    $"{split} cross-entropy", point => point.Value("loss"))],
                Smooth: true, Logarithmic: true),
            new("score", $"Scores on {split}", "%",
            [
                .. metrics.Where(metric => metric.IsShare).Select((metric, place) =>
                    Measured(metric.Title, point => 100 * point.Value(metric.Name)) with { Hidden = place >= ShownScores }),
            ]),
            .. Things(data.Config.Data.ValSplit, metrics, Measured),
            .. ThingClasses(data, evaluations, Measured),
            .. metrics.Where(metric => !metric.IsShare && metric.Name != "loss").Select((metric, place) =>
                new Chart($"number{place}", $"{metric.Title} on {split}", "", [Measured(metric.Title, point => point.Value(metric.Name))])),
            new("classes", $"{evaluations.LastOrDefault()?.ClassMetric} per class on {split}", "%",
            [
                .. (data.Summary?.Classes ?? []).Select((row, index) =>
                    Measured(row.Name, point => index < point.Classes.Count ? 100 * point.Classes[index] : null, row.Color)),
            ]),
            new("rate", "Learning rate", "", [Line("learning rate", point => point.LearningRate)], Logarithmic: true, Zero: true),
            .. measures.Select((name, index) => new Chart(
                $"measure{index}", LoggedNames.Words(name), LoggedNames.Unit(name), [Logged(name)], Smooth: true)),
            new("gradient", "Gradient norm", "", [Line("L2 norm", point => point.GradientNorm)], Smooth: true, Logarithmic: true),
            new("speed", "Images a second", "", [Line("images/s", point => point.ImagesPerSecond)], Smooth: true, Zero: true),
            new("wait", "Waiting for data", "%", [Line("share of the time", point => 100 * point.DataWait)], Smooth: true, Zero: true),
            new("memory", "Memory", "MiB",
                [Line("process", point => point.MemoryMib), Line("device", point => point.DeviceMemoryMib)], Zero: true),
        ];
        var kinds = data.Evaluations.SelectMany(file => file.Kinds).ToList();
        return new PageData
        {
            Resumes = [.. data.History.Events.OfType<AttemptStarted>().Where(start => start.Step > 0).Select(start => start.Step)],
            Charts =
            [
                .. charts.Select(WithValues).Where(chart => chart.Series.Count > 0),
                .. kinds.SelectMany(CurveCard.Shown).Select(CurveCard.Draw),
            ],
            Classes = [.. (data.Summary?.Classes ?? []).Select(row => new NamedColor(row.Name, HexColor.Checked(row.Color)))],
            Matrices =
            [
                .. kinds.Where(kind => kind.Confusion.Count > 0)
                    .Select(kind => ConfusionCard.Of([.. kind.Classes.Select(row => row.Name)], kind.Confusion)),
            ],
        };
    }

    // How well things are told apart, on one axis; of all things, not by size.
    private static IEnumerable<Chart> Things(
        string split, IReadOnlyList<MetricRow> metrics, Func<string, Func<EvaluationPoint, double?>, string?, Series> measured)
    {
        string[] names = ["accuracy_things", "precision_things", "confusion_25"];
        foreach (var (prefix, title) in new[] { ("", ""), ("flat_", ", objects flattened") })
        {
            var shown = names.Select(name => metrics.FirstOrDefault(metric => metric.Name == prefix + name)).OfType<MetricRow>().ToList();
            if (shown.Count > 0)
            {
                yield return new Chart($"{prefix}things", $"Things on {split}{title}", "%",
                    [.. shown.Select(metric => measured(metric.Title, point => 100 * point.Value(metric.Name), null))]);
            }
        }
    }

    private static IEnumerable<Chart> ThingClasses(
        RunPageData data, List<EvaluationPoint> evaluations,
        Func<string, Func<EvaluationPoint, double?>, string?, Series> measured)
    {
        var titles = data.Evaluations.SelectMany(file => file.Kinds).SelectMany(kind => kind.Columns)
            .DistinctBy(column => column.Name).ToDictionary(column => column.Name, column => column.Title);
        var names = (evaluations.Count > 0 ? evaluations[^1].Columns?.Keys : null) ?? [];
        return names.Select(name => new Chart(
            $"class_{name}", $"{titles.GetValueOrDefault(name, name)} per class on {data.Config.Data.ValSplit}", "%",
            [
                .. (data.Summary?.Classes ?? []).Select((row, id) => measured(
                    row.Name,
                    point => point.Columns?.GetValueOrDefault(name) is { } values && id < values.Count ? 100 * values[id] : null,
                    row.Color)),
            ]));
    }

    private static Chart WithValues(Chart chart) =>
        chart with { Series = [.. chart.Series.Where(series => series.Y.Any(value => value is not null))] };

    /// <summary>The points of a training, no more than a chart can show.</summary>
    public static List<TrainPoint> Thin(List<TrainPoint> points)
    {
        var stride = (points.Count + MostPoints - 1) / MostPoints;
        return stride <= 1 ? points : [.. points.Where((_, index) => index % stride == 0 || index == points.Count - 1)];
    }
}
