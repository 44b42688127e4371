using Panoptes.Experiments.TeacherReports;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Teachers;

/// <summary>The curves of a teacher's labels.</summary>
internal static class TeacherCharts
{
    /// <summary>Scores against hits and other thresholds, of the last checkpoint; quality over the steps where there are several.</summary>
    public static IEnumerable<Chart> Of(TeacherReport report)
    {
        var last = report.Checkpoints[^1];
        var at = $"at step {last.Step}";
        foreach (var chart in QualityCharts.Of(last.Quality, at).Concat(QualityCharts.Of(last.Pixels, at)))
        {
            yield return chart;
        }

        if (report.Checkpoints.Count > 1)
        {
            yield return OverSteps(report);
        }
    }

    private static Chart OverSteps(TeacherReport report)
    {
        // Two stages may have a checkpoint at one step: the later one's stands.
        var byStep = report.Checkpoints.GroupBy(one => one.Step).Select(same => same.Last()).ToArray();
        CurveGroup Over(string name, Func<LabeledCheckpoint, double?> value) => new(name, [[.. byStep.Select(value)]]);
        CurveGroup[] student = report.StudentMetric.Length == 0 ? [] : [Over($"student's {report.StudentMetric}", one => one.Student)];
        return GroupChart.Of(
            "steps", "Labels over the steps", "step", [.. byStep.Select(one => (double)one.Step)],
            [
                .. byStep[^1].Quality is null ? Array.Empty<CurveGroup>() :
                [
                    Over("precision", one => one.Quality?.All.Precision), Over("recall", one => one.Quality?.All.Recall),
                    Over("images without a label", one => one.Quality?.Empty), Over("labels that stayed", one => one.Drift?.StayedShare),
                ],
                .. byStep[^1].Pixels is null ? Array.Empty<CurveGroup>() :
                [
                    Over("pixels kept", one => one.Pixels?.Kept), Over("accuracy of pixels", one => one.Pixels?.Accuracy),
                    Over("pixels labeled otherwise", one => one.PixelDrift?.ChangedShare),
                ],
                .. student,
            ]);
    }
}
