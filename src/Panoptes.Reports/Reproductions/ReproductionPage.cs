using System.Globalization;
using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Reproductions;
using Panoptes.Foundation;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Comparisons;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Reproductions;

/// <summary>The page of a reproduction: what was and was not shown in plain sentences, the table, differences over seeds, curves.</summary>
public static class ReproductionPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="result">What there is so far.</param>
    /// <param name="pictures">Runs of which the same images are shown; a comparison for each network, or none.</param>
    /// <param name="folder">The reproduction's folder.</param>
    public static void Write(ReproductionResult result, IReadOnlyList<RunComparison> pictures, ReproductionFolder folder)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(folder);
        AtomicFile.WriteText(folder.Page, Render(result, pictures));
    }

    /// <summary>The page as text.</summary>
    internal static string Render(ReproductionResult result, IReadOnlyList<RunComparison> pictures)
    {
        var config = result.Config;
        Chart[] charts =
        [
            .. config.Networks.Select(network => Curve(result, network)).OfType<Chart>(),
            .. config.Networks.SelectMany(network => config.Courses.Select(name => CourseChart.Of(result, network, name))).OfType<Chart>(),
        ];
        PageLink[] links =
        [
            new("summary", "Summary"), new("table", "Table"), new("differences", "Differences"),
            .. charts.Length > 0 ? [new PageLink("curves", "Curves")] : Array.Empty<PageLink>(),
            .. config.Incidents.Count > 0 ? [new PageLink("alarms", "Alarms")] : Array.Empty<PageLink>(),
            .. pictures.Count > 0 ? [new PageLink("images", "Images")] : Array.Empty<PageLink>(),
            new("cells", "Cells"),
        ];
        return Page.Render(
            new PageHead("reproduction", config.Title, links)
            {
                State = result.IsWhole ? ("good", "whole") : ("idle", $"{result.Cells.Count} of {result.Planned} cells"),
            },
            html =>
            {
                Summary(html, result);
                Table(html, result);
                PublishedSection.Write(html, config.Published);
                Differences(html, result);
                ChartCard.Section(html, charts);
                AlarmsSection.Write(html, result);
                Pictures(html, pictures);
                Cells(html, result);
            },
            new PageData { Charts = charts });
    }

    private static void Summary(Html html, ReproductionResult result)
    {
        var claims = result.Claims;
        html.Raw("<section id=\"summary\">\n");
        html.Add($"<p>{result.Config.About}</p>\n");
        Tile.Write(html,
        [
            new Tile("cells", $"{result.Cells.Count}", $" of {result.Planned}", "a network, a way to train, a seed"),
            new Tile("hours", (result.Seconds / 3600).ToString("F1", CultureInfo.InvariantCulture), "", "training and measuring"),
            new Tile(
                "claims shown", $"{claims.Count(claim => claim.Verdict == Verdict.Shown)}", $" of {claims.Count}",
                "one for each network; the interval over the seeds leaves out 0, or every seed holds"),
            new Tile(
                "leaning", $"{claims.Count(claim => claim.Verdict == Verdict.Leaning)}", "",
                "of the claimed sign, within what seeds change"),
        ]);
        html.Raw("<div class=\"card\"><h3>What was and was not reproduced</h3>\n<ul>\n");
        foreach (var sentence in result.Sentences())
        {
            html.Add($"<li>{sentence}</li>\n");
        }

        html.Raw("</ul></div>\n</section>\n");
    }

    private static void Table(Html html, ReproductionResult result)
    {
        var config = result.Config;
        html.Raw("<section id=\"table\">\n<h2>Table</h2>\n");
        html.Raw("<p class=\"note\">means over the seeds in percent, and how far the seeds lie apart</p>\n<div class=\"stack\">\n");
        foreach (var network in config.Networks)
        {
            html.Add($"<div class=\"card\"><h3>{network.Title}</h3>");
            html.Raw("<div class=\"scroll\"><table class=\"plain\"><thead><tr><th></th>");
            html.Raw("<th class=\"n\">seeds</th>");
            foreach (var metric in config.Metrics)
            {
                html.Add($"<th class=\"n\">{result.MetricOf(metric).Title}</th>");
            }

            html.Raw("</tr></thead><tbody>\n");
            foreach (var arm in config.Arms)
            {
                var cells = result.Of(network, arm);
                html.Add($"<tr><td>{arm.Title}</td><td class=\"n\">{cells.Count}</td>");
                foreach (var metric in config.Metrics)
                {
                    html.Add($"<td class=\"n\">{Mean([.. cells.Select(cell => cell.Of(metric)).Where(double.IsFinite)])}</td>");
                }

                html.Raw("</tr>\n");
            }

            html.Raw("</tbody></table></div></div>\n");
        }

        html.Raw("</div>\n</section>\n");
    }

    private static void Differences(Html html, ReproductionResult result)
    {
        html.Raw("<section id=\"differences\">\n<h2>Differences</h2>\n<div class=\"stack\">\n");
        foreach (var network in result.Config.Networks)
        {
            var claims = result.Claims.Where(claim => claim.Network == network && result.MetricOf(claim.Claim.Metric).IsShare);
            var rows = claims.Select(claim => new DifferenceRow(
                claim.Claim.Text, claim.Against, claim.Arm, claim.Difference.Pairs < 2 ? null : claim.Difference.Interval,
                result.MetricOf(claim.Claim.Metric).HigherIsBetter)).ToArray();
            DifferenceCard.Write(
                html, network.Title, "Student's 95 % intervals of the paired differences over the seeds", rows, "against", "claimed");
        }

        html.Raw("</div>\n</section>\n");
    }

    private static void Pictures(Html html, IReadOnlyList<RunComparison> comparisons)
    {
        if (comparisons.Count == 0)
        {
            return;
        }

        html.Raw("<section id=\"images\">\n<h2>The same images</h2>\n");
        var budget = ImagesSection.NewBudget();
        foreach (var comparison in comparisons)
        {
            html.Add($"<h3>{comparison.Runs[0].Summary.Model}</h3>\n");
            ImagesSection.WriteImages(html, comparison, budget);
        }

        ImagesSection.WriteLeftOut(html, budget);
        html.Raw("</section>\n");
    }

    private static void Cells(Html html, ReproductionResult result)
    {
        html.Raw("<section id=\"cells\">\n<h2>Cells</h2>\n<div class=\"card scroll\"><table class=\"plain\"><thead><tr><th>run</th>");
        html.Raw("<th class=\"n\">seed</th><th class=\"n\">best step</th><th class=\"n\">minutes</th></tr></thead><tbody>\n");
        foreach (var cell in result.Cells)
        {
            html.Add($"<tr><td><code>{cell.Run}</code></td><td class=\"n\">{cell.Seed}</td>");
            html.Add($"<td class=\"n\">{cell.Step}</td>");
            html.Add($"<td class=\"n\">{(cell.Seconds / 60).ToString("F1", CultureInfo.InvariantCulture)}</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n</section>\n");
    }

    private static Chart? Curve(ReproductionResult result, NetworkConfig network)
    {
        var groups = result.Config.Arms.Select(arm => (arm, Curves: result.Of(network, arm).Select(cell => cell.Curve).OfType<CurveRow>()
            .ToArray())).Where(group => group.Curves.Length > 0).ToArray();
        if (groups.Length == 0)
        {
            return null;
        }

        var first = groups[0].Curves[0];
        return GroupChart.Of(
            $"curve-{network.Name}", $"{network.Title}: {first.Title}", first.Horizontal, first.X,
            [.. groups.Select(group => new CurveGroup(group.arm.Title, [.. group.Curves.Select(curve => curve.Y)]))]);
    }

    private static string Mean(double[] values) => values.Length == 0 ? Show.Absent
        : values.Length == 1 ? Show.Percent(values[0])
        : $"{Show.Percent(values.Average())} ± {Show.Percent((values.Max() - values.Min()) / 2)}";
}
