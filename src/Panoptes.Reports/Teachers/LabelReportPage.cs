using Panoptes.Experiments.LabelReports;
using Panoptes.Foundation;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Teachers;

/// <summary>The page on labels of any origin: by class and size, clusters and their classes, scores where there are some.</summary>
public static class LabelReportPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">What it shows.</param>
    /// <param name="path">The HTML file.</param>
    public static void Write(LabelReport report, string path) => AtomicFile.WriteText(path, Render(report));

    /// <summary>The page as text.</summary>
    internal static string Render(LabelReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Chart[] charts =
        [
            .. report.Quality is { HasScores: true } quality ? QualityCharts.Of(quality, "") : [],
            .. QualityCharts.Of(report.Pixels, ""),
        ];
        PageLink[] links =
        [
            new("summary", "Summary"), .. charts.Length > 0 ? [new PageLink("curves", "Curves")] : Array.Empty<PageLink>(),
            new("classes", "Classes and sizes"),
        ];
        return Page.Render(
            new PageHead("label report", report.Labels, links)
            {
                State = report.Warnings.Count == 0 ? ("good", "nothing to warn of") : ("warn", $"{report.Warnings.Count} warnings"),
            },
            html =>
            {
                Summary(html, report);
                if (charts.Length > 0)
                {
                    ChartCard.Section(html, charts);
                }

                html.Raw("<section id=\"classes\">\n<h2>Classes and sizes</h2>\n<div class=\"stack\">\n");
                QualityCards.Write(html, report.Quality, report.Pixels);
                if (report.Clusters is { } clusters)
                {
                    QualityCards.Card(
                        html, "Clusters", ["cluster", "class"],
                        clusters.Select(IReadOnlyList<string> (one) => [one.Cluster, one.Class.Length > 0 ? one.Class : "none"]));
                }

                html.Raw("</div>\n</section>\n");
            },
            new PageData { Charts = charts });
    }

    private static void Summary(Html html, LabelReport report)
    {
        html.Raw("<section id=\"summary\">\n");
        Tile.Write(html, QualityCards.Tiles(report.Quality, report.Pixels, report.Split));
        html.Raw("<div class=\"card\"><ul>\n");
        html.Add($"<li>{report.Images} of {report.TruthImages} images of {report.Truth} have labels.</li>\n");
        foreach (var line in report.Warnings.Select(warning => $"Warning: {warning}.")
            .Concat(report.Notes.Select(note => $"{char.ToUpperInvariant(note[0])}{note[1..]}.")))
        {
            html.Add($"<li>{line}</li>\n");
        }

        html.Raw("</ul></div>\n</section>\n");
    }
}
