using Panoptes.Experiments.Progress;
using Panoptes.Metrics.PixelQuality;

namespace Panoptes.Experiments.TeacherReports;

/// <summary>What is known of label maps as tables of texts, for page and console; shares in percent.</summary>
public static class PixelTables
{
    /// <summary>Columns of <see cref="Classes"/>.</summary>
    public static IReadOnlyList<string> ClassHead { get; } =
        ["", "pixels", "labels", "kept", "precision", "recall", "IoU", "of labels"];

    /// <summary>Columns of <see cref="Thresholds"/>.</summary>
    public static IReadOnlyList<string> ThresholdHead { get; } = ["threshold", "kept", "accuracy"];

    /// <summary>Columns of <see cref="Checkpoints"/>.</summary>
    /// <param name="report">The report.</param>
    public static IReadOnlyList<string> CheckpointHead(TeacherReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            "step", "stage", "labeled by", "kept", "accuracy", "mIoU", "empty", "ECE", "otherwise", "stayed",
            .. report.StudentMetric.Length == 0 ? Array.Empty<string>() : [$"student's {report.StudentMetric}"],
        ];
    }

    /// <summary>A row a checkpoint whose label maps were judged.</summary>
    /// <param name="report">The report.</param>
    public static IEnumerable<IReadOnlyList<string>> Checkpoints(TeacherReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (var one in report.Checkpoints)
        {
            if (one.Pixels is { } pixels)
            {
                string[] student = report.StudentMetric.Length == 0 ? [] : [Show.Percent(one.Student)];
                yield return
                [
                    $"{one.Step}", one.Stage, one.IsTeacher ? "teacher" : "network", Show.Percent(pixels.Kept),
                    Show.Percent(pixels.Accuracy), Show.Percent(pixels.MeanIoU), Show.Percent(pixels.Empty),
                    Show.Percent(pixels.CalibrationError), Show.Percent(one.PixelDrift?.ChangedShare),
                    Show.Percent(one.PixelDrift?.StayedShare), .. student,
                ];
            }
        }
    }

    /// <summary>All pixels, then a row a class.</summary>
    /// <param name="pixels">What was found.</param>
    public static IEnumerable<IReadOnlyList<string>> Classes(PixelQualityReport pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var labels = pixels.ByClass.Sum(row => row.Labels);
        yield return
        [
            "all", $"{pixels.Pixels}", $"{labels}", Show.Percent(pixels.Kept), Show.Percent(pixels.Accuracy),
            Show.Percent(pixels.Kept * pixels.Accuracy), Show.Percent(pixels.MeanIoU), Show.Percent(labels == 0 ? null : 1),
        ];
        foreach (var row in pixels.ByClass)
        {
            yield return
            [
                row.Name, $"{row.Truth}", $"{row.Labels}", Show.Percent(row.Kept), Show.Percent(row.Precision), Show.Percent(row.Recall),
                Show.Percent(row.IoU), Show.Percent(row.ShareOfLabels),
            ];
        }
    }

    /// <summary>What other thresholds would keep.</summary>
    /// <param name="pixels">What was found.</param>
    public static IEnumerable<IReadOnlyList<string>> Thresholds(PixelQualityReport pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        return pixels.Sweep.Select(IReadOnlyList<string> (point) =>
            [Show.Number(point.Threshold), Show.Percent(point.Kept), Show.Percent(point.Accuracy)]);
    }
}
