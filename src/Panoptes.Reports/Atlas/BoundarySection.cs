using Panoptes.Experiments.Progress;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Atlas;

/// <summary>How wrong pixels are by their distance to the truth's boundary, in all and by class.</summary>
internal static class BoundarySection
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, AtlasReport report)
    {
        var wrong = Bands.Sum(report.Pixels.Wrong);
        html.Raw("<section id=\"boundary\">\n<h2>Boundaries</h2>\n<div class=\"stack\"><div class=\"card\"><h3>Wrong pixels by distance ");
        html.Raw("<small>to the truth's nearest boundary, in pixels</small></h3><div class=\"scroll\"><table class=\"plain\"><thead><tr>");
        html.Raw("<th>distance</th><th>wrong, %</th><th class=\"n\">pixels</th>");
        html.Raw("<th class=\"n\">of all wrong ones, %</th></tr></thead><tbody>\n");
        foreach (var band in Bands)
        {
            var (all, bad) = (report.Pixels.Pixels(band), report.Pixels.Wrong(band));
            html.Add($"<tr><td>{BoundaryBands.Name(band)}</td>");
            ShareBar.Write(html, all == 0 ? double.NaN : (double)bad / all, Percent.Of(bad, all));
            html.Add($"<td class=\"n\">{Show.Count(all)}</td><td class=\"n\">{Percent.Of(bad, wrong)}</td></tr>\n");
        }

        html.Raw("</tbody></table></div></div>\n");
        ByClass(html, report);
        html.Raw("</div>\n</section>\n");
    }

    private static IEnumerable<int> Bands => Enumerable.Range(0, BoundaryBands.Limits.Count);

    private static void ByClass(Html html, AtlasReport report)
    {
        html.Raw("<details class=\"card\"><summary>Wrong pixels by class and distance, %</summary><div class=\"scroll\">");
        html.Raw("<table class=\"plain\"><thead><tr><th>class</th>");
        foreach (var band in Bands)
        {
            html.Add($"<th class=\"n\">{BoundaryBands.Name(band)}</th>");
        }

        html.Raw("</tr></thead><tbody>\n");
        for (var known = 0; known <= report.Classes.Count; known++)
        {
            if (Bands.All(band => report.Pixels.Pixels(known, band) == 0))
            {
                continue;
            }

            html.Add($"<tr><td>{(known < report.Classes.Count ? report.Classes[known].Name : "background")}</td>");
            foreach (var band in Bands)
            {
                var (all, bad) = (report.Pixels.Pixels(known, band), report.Pixels.Wrong(known, band));
                html.Add($"<td class=\"n\" data-value=\"{(all == 0 ? -1 : (double)bad / all)}\">{Percent.Of(bad, all)}</td>");
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div></details>\n");
    }
}
