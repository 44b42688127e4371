using System.Globalization;
using Panoptes.Experiments.Progress;
using Panoptes.Metrics.LabelQuality;

namespace Panoptes.Experiments.TeacherReports;

/// <summary>A teacher report as tables of texts, for page and console; shares in percent.</summary>
public static class TeacherTables
{
    /// <summary>Columns of <see cref="Quality"/>.</summary>
    public static IReadOnlyList<string> QualityHead { get; } =
        ["", "objects", "labels", "P50", "R50", "P75", "R75", "IoU", "class", "duplicates"];

    /// <summary>Columns of <see cref="Calibration"/>.</summary>
    public static IReadOnlyList<string> CalibrationHead { get; } = ["", "threshold", "LaECE0", "LRP", "oLRP"];

    /// <summary>Columns of <see cref="Checkpoints"/>.</summary>
    /// <param name="report">The report.</param>
    public static IReadOnlyList<string> CheckpointHead(TeacherReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            "step", "stage", "labeled by", "labels", "objects", "empty", "P50", "R50", "P75", "IoU", "F1", "best F1", "at", "ECE", "LaECE0",
            "LRP", "oLRP", "stayed", .. report.StudentMetric.Length == 0 ? Array.Empty<string>() : [$"student's {report.StudentMetric}"],
        ];
    }

    /// <summary>A row a checkpoint whose objects were judged; labels and objects an image.</summary>
    /// <param name="report">The report.</param>
    public static IEnumerable<IReadOnlyList<string>> Checkpoints(TeacherReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (var one in report.Checkpoints)
        {
            if (one.Quality is { } quality)
            {
                string[] student = report.StudentMetric.Length == 0 ? [] : [Show.Percent(one.Student)];
                yield return
                [
                    $"{one.Step}", one.Stage, one.IsTeacher ? "teacher" : "network", Show.Number(quality.LabelsPerImage),
                    Show.Number(quality.TruthsPerImage), Show.Percent(quality.Empty), Show.Percent(quality.All.Precision),
                    Show.Percent(quality.All.Recall), Show.Percent(quality.All.Precision75), Show.Percent(quality.All.Overlap),
                    Show.Percent(quality.F1), Show.Percent(quality.Best?.F1), Show.Number(quality.Best?.Threshold),
                    Show.Percent(quality.CalibrationError), Show.Percent(quality.LocalizationError), Show.Percent(quality.Lrp),
                    Show.Percent(quality.LeastLrp), Show.Percent(one.Drift?.StayedShare), .. student,
                ];
            }
        }
    }

    /// <summary>Precision and the like, row by row.</summary>
    /// <param name="rows">Of all, of classes or of sizes.</param>
    public static IEnumerable<IReadOnlyList<string>> Quality(IEnumerable<QualityRow> rows) => rows.Select(IReadOnlyList<string> (row) =>
    [
        row.Name, $"{row.Truths}", $"{row.Labels}", Show.Percent(row.Precision), Show.Percent(row.Recall), Show.Percent(row.Precision75),
        Show.Percent(row.Recall75), Show.Percent(row.Overlap), Show.Percent(row.ClassAccuracy), Show.Number(row.Duplicates),
    ]);

    /// <summary>Scores and masks: the mean over the classes, then each.</summary>
    /// <param name="quality">Of a checkpoint.</param>
    public static IEnumerable<IReadOnlyList<string>> Calibration(LabelQualityReport quality)
    {
        ArgumentNullException.ThrowIfNull(quality);
        return quality.Calibration.Prepend(new ClassCalibration(
            "mean", quality.Threshold, quality.LocalizationError, quality.Lrp, quality.LeastLrp)).Select(IReadOnlyList<string> (row) =>
            [
                row.Name, Show.Number(row.Threshold), Show.Percent(row.LocalizationError), Show.Percent(row.Lrp),
                Show.Percent(row.LeastLrp),
            ]);
    }

    /// <summary>Whether a good teacher goes with a good student, a sentence each.</summary>
    /// <param name="report">The report.</param>
    public static IEnumerable<string> Links(TeacherReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Links.Select(link => link.Rank.Pairs < 2 || double.IsNaN(link.Rank.Rho)
            ? $"Of the labels' {link.What} and {link.With} no correlation can be given: {link.Rank.Pairs} checkpoints have both."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The labels' {link.What} and {link.With}: Spearman {link.Rank.Rho:0.00} over {link.Rank.Pairs} checkpoints, ")
                + (link.Rank.Interval is { } interval
                    ? string.Create(CultureInfo.InvariantCulture, $"95 % interval {interval.Low:0.00} to {interval.High:0.00}.")
                    : "too few for an interval."));
    }
}
