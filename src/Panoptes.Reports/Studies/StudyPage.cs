using System.Globalization;
using Panoptes.Experiments.Progress;
using Panoptes.Foundation;
using Panoptes.Metrics.Intervals;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Tables;

namespace Panoptes.Reports.Studies;

/// <summary>The page of a study: protocol, recommendations, suspects, coverage, curves, time against the metric, and all tables.</summary>
public static class StudyPage
{
    private const string Comparison = "comparison-";
    private const string Variants = "variants-";

    /// <summary>Writes the page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">Where it goes.</param>
    public static void Write(StudyReport report, string path)
    {
        ArgumentNullException.ThrowIfNull(report);
        AtomicFile.WriteText(path, Render(report));
    }

    /// <summary>The page as text.</summary>
    internal static string Render(StudyReport report) => Page.Render(Parts(report));

    /// <summary>What the page is made of.</summary>
    internal static PageParts Parts(StudyReport report)
    {
        Chart[] charts = [.. StudyCharts.Curves(report)];
        var tables = StudyReportTables.Shown(report);
        ReportTable[] early = [.. tables.Where(IsEarly)];
        ReportTable[] later = [.. tables.Where(table => !IsEarly(table))];
        PageLink[] links =
        [
            new("summary", "Summary"), new("protocol", "Protocol"),
            .. report.Suspects.Count > 0 ? [new PageLink("suspects", "Suspects")] : Array.Empty<PageLink>(),
            .. Ways(early),
            .. charts.Length > 0 ? [new PageLink("curves", "Curves")] : Array.Empty<PageLink>(),
            .. report.HasTimes ? [new PageLink("pareto", "Time against metric")] : Array.Empty<PageLink>(),
            .. Ways(later),
        ];
        var done = report.Results.Sum(result => result.N);
        var all = report.Source.Cells.Count;
        var title = report.Source.Title.Length > 0 ? report.Source.Title : report.Source.Name;
        return new PageParts(
            new PageHead("study", title, links) { State = done == all && all > 0 ? ("good", "whole") : ("idle", $"{done} of {all} cells") },
            html =>
            {
                Summary(html, report, done);
                Lines(html, "protocol", "Protocol", report.Protocol.Select(line => $"{line}."), "");
                Lines(
                    html, "suspects", "Suspects",
                    report.Suspects.Select(suspect => $"{suspect.Text} {report.Names.Evidence(suspect.Cells)}"), "note trap");
                Differences(html, report);
                foreach (var table in early)
                {
                    Table(html, table);
                }

                ChartCard.Section(html, charts);
                Pareto(html, report);
                foreach (var table in later)
                {
                    Table(html, table);
                }
            },
            new PageData { Charts = charts });
    }

    // Of many tables of one sort the first: their titles would fill the head of the page.
    private static IEnumerable<PageLink> Ways(IEnumerable<ReportTable> tables) => tables
        .GroupBy(table => table.File.StartsWith(Comparison, StringComparison.Ordinal) ? "Comparisons"
            : table.File.StartsWith(Variants, StringComparison.Ordinal) ? "Variants" : table.Title)
        .Select(sort => new PageLink(sort.First().File, sort.Key));

    private static bool IsEarly(ReportTable table) =>
        table.File is "trained" or "coverage" or "sensitivity" or "means" or "trend" or "trend-slope" or "hand-over"
        || table.File.StartsWith(Comparison, StringComparison.Ordinal)
        || table.File.StartsWith(Variants, StringComparison.Ordinal);

    private static void Summary(Html html, StudyReport report, int done)
    {
        html.Raw("<section id=\"summary\">\n");
        html.Add($"<p>{report.Source.About}</p>\n");
        var hours = report.Results.SelectMany(result => result.Done).Where(cell => cell.ImportedFrom is null)
            .Sum(cell => RecipeResult.WallSeconds(cell) * cell.Devices / 3600 ?? 0);
        var verdicts = report.AgainstReference.Where(one => one.Difference is not null).ToArray();
        var clear = verdicts.Count(one => one.Verdict != ComparisonVerdict.Inconclusive);
        Tile.Write(html,
        [
            new Tile("cells", $"{done}", $" of {report.Source.Cells.Count}", "completed and counted"),
            new Tile("device-hours", hours.ToString("F1", CultureInfo.InvariantCulture), "", "of completed cells that were measured here"),
            new Tile("outside the noise", $"{clear}", $" of {verdicts.Length}", "comparisons with the reference"),
            new Tile("read", Show.Moment(report.Source.Read), "", "nothing later is in here"),
        ]);
        html.Raw("<div class=\"card\"><h3>Recommendations</h3>\n<ul>\n");
        foreach (var sentence in report.Recommendations.Select(one => one.Sentence(report.Names)))
        {
            html.Add($"<li>{sentence}</li>\n");
        }

        html.Add($"</ul>{(report.Recommendations.Count == 0 ? "Too little is completed for any." : "")}</div>\n</section>\n");
    }

    private static void Lines(Html html, string id, string title, IEnumerable<string> lines, string style)
    {
        string[] all = [.. lines];
        if (all.Length == 0)
        {
            return;
        }

        html.Add($"<section id=\"{id}\">\n<h2>{title}</h2>\n<div class=\"card\">\n");
        foreach (var line in all)
        {
            html.Add($"<p class=\"{style}\">{line}</p>\n");
        }

        html.Raw("</div>\n</section>\n");
    }

    private static void Table(Html html, ReportTable table)
    {
        html.Add($"<section id=\"{table.File}\">\n<h2>{table.Title}</h2>\n<div class=\"card scroll\"><table class=\"plain\"><thead>");
        Row(html, table, "th", table.Columns.Select(column => column.Title));
        html.Raw("</thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            Row(html, table, "td", row.Select(entry => entry.Text));
        }

        html.Raw("</tbody></table></div>\n");
        foreach (var note in table.Notes)
        {
            html.Add($"<p class=\"note\">{note}</p>\n");
        }

        html.Raw("</section>\n");
    }

    private static void Row(Html html, ReportTable table, string element, IEnumerable<string> texts)
    {
        html.Raw("<tr>");
        foreach (var (text, column) in texts.Zip(table.Columns))
        {
            html.Raw(column.IsNumber ? $"<{element} class=\"n\">" : $"<{element}>").Add($"{text}").Raw($"</{element}>");
        }

        html.Raw("</tr>\n");
    }

    private static void Differences(Html html, StudyReport report)
    {
        Comparison[] known = [.. report.AgainstReference.Where(one => one.Difference is not null)];
        if (known.Length == 0 || !report.Scale.IsShare)
        {
            return;
        }

        html.Raw("<section id=\"differences\">\n<h2>Differences</h2>\n");
        var bands = known.All(one => one.Noise.IsMeasured) ? "the bars are the measured noise band"
            : known.All(one => !one.Noise.IsMeasured) ? "the bars are the assumed noise band"
            : "the bars are the noise band, measured or assumed by data";
        DifferenceCard.Write(
            html, $"{report.Scale.Title}: variants less the reference", bands,
            [
                .. known.Select(one => new DifferenceRow(
                    $"{report.Names.Title(one.Variant.Subject)}: {report.Names.Title(one.Variant.Recipe)}",
                    one.Baseline.Mean!.Value / 100, one.Variant.Mean!.Value / 100,
                    new Interval(
                        (one.Difference!.Value - one.Band!.Value) / 100, (one.Difference.Value + one.Band.Value) / 100, NoiseBand.Percent),
                    report.Scale.HigherIsBetter)),
            ],
            "reference", "variant");
        html.Raw("</section>\n");
    }

    private static void Pareto(Html html, StudyReport report)
    {
        if (!report.HasTimes)
        {
            return;
        }

        html.Raw("<section id=\"pareto\">\n<h2>Time against metric</h2>\n<div class=\"stack\">\n");
        foreach (var front in report.Fronts)
        {
            ParetoPlot.Write(html, front, report);
        }

        html.Raw("</div>\n</section>\n");
    }
}
