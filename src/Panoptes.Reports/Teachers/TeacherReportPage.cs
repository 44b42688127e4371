using Panoptes.Experiments.Progress;
using Panoptes.Experiments.TeacherReports;
using Panoptes.Foundation;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Teachers;

/// <summary>
/// The page on a teacher's labels: a row a checkpoint, then scores against hits, thresholds, classes and sizes of the last.
/// </summary>
public static class TeacherReportPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">What it shows.</param>
    /// <param name="path">The HTML file.</param>
    public static void Write(TeacherReport report, string path) => AtomicFile.WriteText(path, Render(report));

    /// <summary>The page as text.</summary>
    internal static string Render(TeacherReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Chart[] charts = [.. TeacherCharts.Of(report)];
        var last = report.Checkpoints[^1];
        PageLink[] links =
        [
            new("summary", "Summary"), new("checkpoints", "Checkpoints"), new("curves", "Curves"), new("classes", "Classes and sizes"),
        ];
        return Page.Render(
            new PageHead("teacher report", report.Run, links)
            {
                State = report.Warnings.Count == 0 ? ("good", "nothing to warn of") : ("warn", $"{report.Warnings.Count} warnings"),
            },
            html =>
            {
                Summary(html, report, last.Quality);
                html.Raw("<section id=\"checkpoints\">\n<h2>Checkpoints</h2>\n");
                Card(html, "", TeacherTables.CheckpointHead(report), TeacherTables.Checkpoints(report));
                html.Raw("</section>\n");
                ChartCard.Section(html, charts);
                html.Add($"<section id=\"classes\">\n<h2>Classes and sizes at step {last.Step}</h2>\n<div class=\"stack\">\n");
                Card(html, "By class", TeacherTables.QualityHead, TeacherTables.Quality([last.Quality.All, .. last.Quality.ByClass]));
                Card(html, "By size of the object", TeacherTables.QualityHead, TeacherTables.Quality(last.Quality.BySize));
                Card(html, "Scores and masks", TeacherTables.CalibrationHead, TeacherTables.Calibration(last.Quality));
                html.Raw("</div>\n</section>\n");
            },
            new PageData { Charts = charts });
    }

    private static void Summary(Html html, TeacherReport report, LabelQualityReport last)
    {
        html.Raw("<section id=\"summary\">\n");
        Tile.Write(html,
        [
            new Tile("precision", Show.Percent(last.All.Precision), " %", "of the last checkpoint's labels, at an IoU of .5"),
            new Tile("recall", Show.Percent(last.All.Recall), " %", "of the objects"),
            new Tile("images without a label", Show.Percent(last.Empty), " %", $"of {last.Images} images of {report.Split}"),
            new Tile(
                "best threshold", Show.Number(last.Best?.Threshold), "",
                $"F1 {Show.Percent(last.Best?.F1)}; at the configured {Show.Number(last.Threshold)} {Show.Percent(last.F1)}"),
        ]);
        html.Raw("<div class=\"card\"><ul>\n");
        foreach (var line in report.Warnings.Select(warning => $"Warning: {warning}.").Concat(TeacherTables.Links(report))
            .Concat(report.Notes.Select(note => $"{char.ToUpperInvariant(note[0])}{note[1..]}.")))
        {
            html.Add($"<li>{line}</li>\n");
        }

        html.Raw("</ul></div>\n</section>\n");
    }

    private static void Card(Html html, string title, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
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
}
