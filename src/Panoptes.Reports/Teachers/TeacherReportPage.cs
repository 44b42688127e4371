using Panoptes.Experiments.TeacherReports;
using Panoptes.Foundation;
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
                Summary(html, report, last);
                Checkpoints(html, report, last);
                ChartCard.Section(html, charts);
                html.Add($"<section id=\"classes\">\n<h2>Classes and sizes at step {last.Step}</h2>\n<div class=\"stack\">\n");
                QualityCards.Write(html, last.Quality, last.Pixels);
                html.Raw("</div>\n</section>\n");
            },
            new PageData { Charts = charts });
    }

    private static void Checkpoints(Html html, TeacherReport report, LabeledCheckpoint last)
    {
        html.Raw("<section id=\"checkpoints\">\n<h2>Checkpoints</h2>\n");
        if (last.Quality is not null)
        {
            QualityCards.Card(
                html, last.Pixels is null ? "" : "Objects", TeacherTables.CheckpointHead(report), TeacherTables.Checkpoints(report));
        }

        if (last.Pixels is not null)
        {
            QualityCards.Card(
                html, last.Quality is null ? "" : "Pixels", PixelTables.CheckpointHead(report), PixelTables.Checkpoints(report));
        }

        html.Raw("</section>\n");
    }

    private static void Summary(Html html, TeacherReport report, LabeledCheckpoint last)
    {
        html.Raw("<section id=\"summary\">\n");
        Tile.Write(html, QualityCards.Tiles(last.Quality, last.Pixels, report.Split));
        html.Raw("<div class=\"card\"><ul>\n");
        foreach (var line in report.Warnings.Select(warning => $"Warning: {warning}.").Concat(TeacherTables.Links(report))
            .Concat(report.Notes.Select(note => $"{char.ToUpperInvariant(note[0])}{note[1..]}.")))
        {
            html.Add($"<li>{line}</li>\n");
        }

        html.Raw("</ul></div>\n</section>\n");
    }
}
