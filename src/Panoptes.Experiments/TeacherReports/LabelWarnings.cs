using System.Globalization;

namespace Panoptes.Experiments.TeacherReports;

/// <summary>Labels that are likely to mislead: of the checkpoints that teach, or where none does of the last.</summary>
internal static class LabelWarnings
{
    private const double LeastPrecision = .5;
    private const double MostEmpty = .5;
    private const double MostOff = .2;
    private const double LeastStayed = .5;
    private const double LeastKept = .1;
    private const double MostOfOneClass = .95;

    // Thresholds come in hundredths.
    private const double Rounding = 1e-9;

    /// <summary>The warnings, a line a kind.</summary>
    /// <param name="checkpoints">All, in the order of their steps.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<LabeledCheckpoint> checkpoints)
    {
        LabeledCheckpoint[] taught = checkpoints.Any(one => one.IsTeacher)
            ? [.. checkpoints.Where(one => one.IsTeacher)] : [.. checkpoints.TakeLast(1)];
        return
        [
            .. Line(
                taught, one => one.Quality?.All.Precision ?? double.NaN, one => one.Quality?.All.Precision < LeastPrecision,
                "fewer than half of the labels are right (precision at IoU .5)", "raise train.teacher.labels.score, or train the teacher "
                    + "for longer before it teaches"),
            .. Line(
                taught, one => one.Quality?.Empty ?? double.NaN, one => one.Quality?.Empty > MostEmpty,
                "more than half of the images have no label", "lower train.teacher.labels.score"),
            .. Line(
                taught, one => one.Quality?.Best?.Threshold ?? double.NaN,
                one => one.Quality is { Best: { } best } quality && Math.Abs(best.Threshold - quality.Threshold) > MostOff + Rounding,
                "the threshold of the best F1 is further than 0.2 from the configured one",
                "set train.teacher.labels.score nearer to it"),
            .. Line(
                taught, one => one.Drift?.StayedShare ?? double.NaN, one => one.Drift?.StayedShare < LeastStayed,
                "fewer than half of the labels of the checkpoint before stayed",
                "where no stage began in between, the teacher changes too fast or collapses: raise train.teacher.decay"),
            .. OfPixels(taught),
        ];
    }

    private static IEnumerable<string> OfPixels(LabeledCheckpoint[] taught) =>
    [
        .. Line(
            taught, one => one.Pixels?.Accuracy ?? double.NaN, one => one.Pixels?.Accuracy < LeastPrecision,
            "fewer than half of the labeled pixels are right", "ask for surer pixels, or train the teacher for longer before it teaches"),
        .. Line(
            taught, one => one.Pixels?.Kept ?? double.NaN, one => one.Pixels?.Kept < LeastKept,
            "fewer than a tenth of the pixels have a label",
            "lower train.teacher.labels.pixel_score, or of segments score and stuff_score"),
        .. Line(
            taught, one => one.Pixels?.Largest?.ShareOfLabels ?? double.NaN,
            one => one.Pixels?.Largest?.ShareOfLabels > MostOfOneClass, "more than 95 % of the labeled pixels are of one class",
            "the others are forgotten: try train.teacher.labels.relative_pixel_score"),
        .. Line(
            taught, one => one.PixelDrift?.StayedShare ?? double.NaN, one => one.PixelDrift?.StayedShare < LeastStayed,
            "fewer than half of the labeled pixels of the checkpoint before stayed",
            "where no stage began in between, the teacher changes too fast or collapses: raise train.teacher.decay"),
    ];

    private static IEnumerable<string> Line(
        LabeledCheckpoint[] taught, Func<LabeledCheckpoint, double> value, Func<LabeledCheckpoint, bool> isWrong, string what,
        string advice)
    {
        var wrong = taught.Where(isWrong).ToArray();
        return wrong.Length == 0 ? [] :
            [$"{what}: {string.Join(", ", wrong.Select(one => $"{Text(value(one))} at step {one.Step}"))}; {advice}"];
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
