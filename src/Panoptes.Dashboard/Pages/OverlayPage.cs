using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Curves;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Pages;

/// <summary>Curves of several runs over each other.</summary>
internal static class OverlayPage
{
    /// <summary>The page.</summary>
    /// <param name="runs">The runs, in the order of their colors.</param>
    /// <param name="axis">What they are drawn over.</param>
    /// <param name="data">The charts.</param>
    public static PageParts Parts(IReadOnlyList<RunEntry> runs, CurveAxis axis, PageData data) => new(
        new PageHead("curves", runs.Count == 1 ? $"Curves of {runs[0].Name}" : $"Curves of {runs.Count} runs", []),
        html =>
        {
            html.Raw("<section id=\"curves\">\n<nav class=\"choice\" aria-label=\"Axis\"><span>over</span>");
            foreach (var (other, title) in new[]
            {
                (CurveAxis.Steps, "steps"), (CurveAxis.Samples, "samples"), (CurveAxis.Time, "wall time in minutes"),
            })
            {
                html.Add($"<a href=\"{Address("/overlay", runs, other)}\"").Raw(other == axis ? " aria-current=\"true\"" : "");
                html.Add($">{title}</a>");
            }

            html.Raw("</nav>\n");
            ChartTools.Write(html);
            Legend(html, runs, axis);
            html.Add($"<div class=\"charts wide-charts\" data-group=\"{OverlayCharts.Group}\" ");
            html.Add($"data-live=\"{Address("/api/overlay", runs, axis)}\"></div>\n");
            if (data.Charts.Count == 0)
            {
                html.Raw("<p class=\"note\">Nothing was logged yet.</p>\n");
            }

            html.Raw("</section>\n");
        },
        data);

    /// <summary>The address that shows runs.</summary>
    public static string Address(string page, IEnumerable<RunEntry> runs, CurveAxis axis) =>
        $"{page}?{string.Join('&', runs.Select(run => $"run={run.Id}"))}&x={axis.ToString().ToLowerInvariant()}";

    private static void Legend(Html html, IReadOnlyList<RunEntry> runs, CurveAxis axis)
    {
        var titles = OverlayCharts.Titles(runs);
        html.Raw("<div class=\"card scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">run</th><th scope=\"col\">state</th>");
        html.Raw("<th scope=\"col\" class=\"n\">steps</th><th scope=\"col\" class=\"n\">batch</th><th scope=\"col\" class=\"n\">time</th>");
        html.Raw("<th scope=\"col\" class=\"n\">loss</th><th scope=\"col\" class=\"n\">best</th><th scope=\"col\" class=\"n\">last</th>");
        html.Raw("<th scope=\"col\"><span class=\"unseen\">take out</span></th></tr></thead><tbody>\n");
        for (var place = 0; place < runs.Count; place++)
        {
            var run = runs[place];
            var (color, state) = RunText.State(run.State);
            html.Add($"<tr><td><i class=\"dot\" style=\"background:{LineColors.Of(place)}\"></i>");
            html.Add($"<a href=\"/run/{run.Id}\">{titles[place]}</a></td>");
            html.Add($"<td><span class=\"badge {color}\">{state}</span></td><td class=\"n\">{Show.Count(run.Step)}</td>");
            html.Add($"<td class=\"n\">{run.Facts.Batch}</td><td class=\"n\">{ProgressText.Time(TimeSpan.FromSeconds(run.Seconds))}</td>");
            html.Add($"<td class=\"n\">{Show.Number(run.Loss)}</td>");
            html.Add($"<td class=\"n\">{RunText.Score(run.Score, run.Score?.Best)}</td>");
            html.Add($"<td class=\"n\">{RunText.Score(run.Score, run.Score?.Last)}</td><td>");
            if (runs.Count > 1)
            {
                html.Add($"<a href=\"{Address("/overlay", runs.Where(other => other.Id != run.Id), axis)}\" ");
                html.Add($"aria-label=\"take {titles[place]} out\">×</a>");
            }

            html.Raw("</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
    }
}
