using Panoptes.Experiments.TeacherReports;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Teachers;

/// <summary>The curves of a teacher's labels.</summary>
internal static class TeacherCharts
{
    private const int Percent = 100;

    /// <summary>Scores against hits and other thresholds, of the last checkpoint; quality over the steps where there are several.</summary>
    public static IEnumerable<Chart> Of(TeacherReport report)
    {
        var last = report.Checkpoints[^1];
        yield return Reliability(last);
        yield return Thresholds(last);
        if (report.Checkpoints.Count > 1)
        {
            yield return OverSteps(report);
        }
    }

    private static Chart Reliability(LabeledCheckpoint last)
    {
        var bins = last.Quality.Reliability.Where(bin => bin.Count > 0).ToArray();
        double[] scores = [.. bins.Select(bin => Percent * bin.Score)];
        return ChartCard.Alone(new Chart(
            "reliability", $"Scores against hits at step {last.Step}", "%",
            [
                new Series("share of hits", scores, [.. bins.Select(bin => (double?)(Percent * bin.HitRate))], Points: true),
                new Series("as the score says", [0, Percent], [0, Percent]),
            ],
            Zero: true)
        {
            Axis = "mean score in %",
        });
    }

    private static Chart Thresholds(LabeledCheckpoint last) => GroupChart.Of(
        "thresholds", $"Other thresholds at step {last.Step}", "threshold", [.. last.Quality.Sweep.Select(point => point.Threshold)],
        [
            Line(last, "precision", point => point.Precision), Line(last, "recall", point => point.Recall),
            Line(last, "F1", point => point.F1),
        ]);

    private static Chart OverSteps(TeacherReport report)
    {
        // Two stages may have a checkpoint at one step: the later one's stands.
        var byStep = report.Checkpoints.GroupBy(one => one.Step).Select(same => same.Last()).ToArray();
        CurveGroup Over(string name, Func<LabeledCheckpoint, double?> value) => new(name, [[.. byStep.Select(value)]]);
        CurveGroup[] student = report.StudentMetric.Length == 0 ? [] : [Over($"student's {report.StudentMetric}", one => one.Student)];
        return GroupChart.Of(
            "steps", "Labels over the steps", "step", [.. byStep.Select(one => (double)one.Step)],
            [
                Over("precision", one => one.Quality.All.Precision), Over("recall", one => one.Quality.All.Recall),
                Over("images without a label", one => one.Quality.Empty), Over("labels that stayed", one => one.Drift?.StayedShare),
                .. student,
            ]);
    }

    private static CurveGroup Line(LabeledCheckpoint of, string name, Func<ThresholdPoint, double> value) =>
        new(name, [[.. of.Quality.Sweep.Select(point => (double?)value(point))]]);
}
