using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;
using Panoptes.Studies.Analysis;

namespace Panoptes.Reports.Studies;

/// <summary>The metric over the training, by model, with all recipes on one axis.</summary>
internal static class StudyCharts
{
    /// <summary>Two charts a model: over iterations, and over training samples.</summary>
    /// <param name="report">The report.</param>
    public static IReadOnlyList<Chart> Curves(StudyReport report)
    {
        var charts = new List<Chart>();
        foreach (var (subject, place) in report.Fronts.Select((front, place) => (front.Subject, place)))
        {
            ProgressRow[] rows =
            [
                .. report.Progress.Where(row => row.Curve.Points.Count > 1
                    && row.Cell.Key.Data == subject.Data && row.Cell.Key.Model == subject.Model),
            ];
            if (rows.Length == 0)
            {
                continue;
            }

            charts.Add(Over(report, subject, $"steps-{place}", "iteration", rows, _ => 1));
            if (rows.All(row => row.Cell.Batch > 0) && rows.Select(row => row.Cell.Batch).Distinct().Count() > 1)
            {
                charts.Add(Over(report, subject, $"samples-{place}", "sample", rows, row => row.Cell.Batch));
            }
        }

        return charts;
    }

    private static Chart Over(
        StudyReport report, Subject subject, string id, string axis, ProgressRow[] rows, Func<ProgressRow, double> factor) =>
        ChartCard.Alone(new Chart(
            id, $"{report.Names.Title(subject)}: {report.Scale.Title} over {axis}s", report.Scale.IsShare ? "%" : "",
            [
                .. rows.Select(row => new Series(
                    Name(report, row, rows),
                    [.. row.Curve.Points.Select(point => point.Step * factor(row))],
                    [.. row.Curve.Points.Select(point => (double?)point.Value)],
                    Points: true)),
            ])
        {
            Axis = axis,
        });

    private static string Name(StudyReport report, ProgressRow row, ProgressRow[] rows)
    {
        var recipe = report.Names.Title(row.Cell.Key.Recipe);
        var state = row.Cell.IsDone ? "" : $" ({StateMark.Of(row.Cell.Status.State).Word})";
        var source = row.Cell.ImportedFrom is null ? "" : " (not measured here)";
        return rows.Count(other => other.Cell.Key.Recipe == row.Cell.Key.Recipe) > 1
            ? $"{recipe}, seed {row.Cell.Key.Seed}{state}{source}"
            : $"{recipe}{state}{source}";
    }
}
