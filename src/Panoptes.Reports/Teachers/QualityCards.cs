using Panoptes.Experiments.Progress;
using Panoptes.Experiments.TeacherReports;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Metrics.PixelQuality;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Teachers;

/// <summary>How good labels are, as tiles and tables; of objects, of pixels, or of both.</summary>
internal static class QualityCards
{
    /// <summary>The numbers that come first.</summary>
    /// <param name="quality">Of objects; null where there are none.</param>
    /// <param name="pixels">Of label maps; null where there are none.</param>
    /// <param name="split">The split that was looked at.</param>
    public static IReadOnlyList<Tile> Tiles(LabelQualityReport? quality, PixelQualityReport? pixels, string split) =>
    [
        .. quality is null ? Array.Empty<Tile>() :
        [
            new("precision", Show.Percent(quality.All.Precision), " %", "of the labels of objects, at an IoU of .5"),
            new("recall", Show.Percent(quality.All.Recall), " %", "of the objects"),
            new("images without a label", Show.Percent(quality.Empty), " %", $"of {quality.Images} images of {split}"),
            .. quality.HasScores ? [Threshold(quality)] : Array.Empty<Tile>(),
        ],
        .. pixels is null ? Array.Empty<Tile>() :
        [
            new("pixels kept", Show.Percent(pixels.Kept), " %", $"of those with truth in {pixels.Images} images of {split}"),
            new("accuracy", Show.Percent(pixels.Accuracy), " %", "of the pixels that have a label"),
            new("mIoU", Show.Percent(pixels.MeanIoU), " %", "among the pixels that have a label"),
            .. pixels.Reliability.Count > 0
                ? [new Tile("calibration error", Show.Percent(pixels.CalibrationError), " %", "of the scores of pixels (ECE)")]
                : Array.Empty<Tile>(),
        ],
    ];

    /// <summary>Tables by class and size.</summary>
    /// <param name="html">The page.</param>
    /// <param name="quality">Of objects; null where there are none.</param>
    /// <param name="pixels">Of label maps; null where there are none.</param>
    public static void Write(Html html, LabelQualityReport? quality, PixelQualityReport? pixels)
    {
        if (quality is not null)
        {
            Card(html, "By class", TeacherTables.QualityHead, TeacherTables.Quality([quality.All, .. quality.ByClass]));
            Card(html, "By size of the object", TeacherTables.QualityHead, TeacherTables.Quality(quality.BySize));
            if (quality.HasScores)
            {
                Card(html, "Scores and masks", TeacherTables.CalibrationHead, TeacherTables.Calibration(quality));
            }
        }

        if (pixels is not null)
        {
            Card(html, "Pixels by class", PixelTables.ClassHead, PixelTables.Classes(pixels));
            if (pixels.Sweep.Count > 0)
            {
                Card(html, "Other thresholds of pixels", PixelTables.ThresholdHead, PixelTables.Thresholds(pixels));
            }
        }
    }

    /// <summary>A table with a title.</summary>
    /// <param name="html">The page.</param>
    /// <param name="title">Its title; empty for none.</param>
    /// <param name="head">The heads of its columns.</param>
    /// <param name="rows">Its rows.</param>
    public static void Card(Html html, string title, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        html.Raw("<div class=\"card\">");
        if (title.Length > 0)
        {
            html.Add($"<h3>{title}</h3>");
        }

        html.Raw("<div class=\"scroll\">");
        PlainTable.Write(html, head, rows);
        html.Raw("</div></div>\n");
    }

    private static Tile Threshold(LabelQualityReport quality) => new(
        "best threshold", Show.Number(quality.Best?.Threshold), "",
        $"F1 {Show.Percent(quality.Best?.F1)}; at the configured {Show.Number(quality.Threshold)} {Show.Percent(quality.F1)}");
}
