using Panoptes.Experiments.Progress;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Atlas;

/// <summary>Which classes are taken for which: segments by pair and kind, and the pixels' confusion.</summary>
internal static class PairsSection
{
    private const int Most = 60;

    /// <summary>Writes it.</summary>
    public static void Write(Html html, AtlasReport report)
    {
        var pairs = report.Segments.Pairs.Where(pair => pair.Pair.Truth != pair.Pair.Prediction).ToList();
        html.Raw("<section id=\"pairs\">\n<h2>Class pairs</h2>\n<div class=\"columns\">\n");
        if (pairs.Count > 0)
        {
            html.Raw("<div class=\"card\"><h3>Errors between classes <small>a missed segment counts for the class that most of it is ");
            html.Raw("taken for, an invented one for the class that most of it lies on</small></h3><div class=\"scroll tall\">");
            html.Raw("<table class=\"plain\"><thead><tr><th>truth</th><th>prediction</th>");
            html.Raw("<th>kind</th><th class=\"n\">errors</th>");
            html.Raw("<th class=\"n\">pixels</th></tr></thead><tbody>\n");
            foreach (var (pair, errors, pixels) in pairs.Take(Most))
            {
                html.Raw("<tr>");
                Class(html, report, pair.Truth);
                Class(html, report, pair.Prediction);
                html.Add($"<td>{pair.Kind.Name()}</td><td class=\"n\" data-value=\"{errors}\">");
                html.Add($"<a class=\"to-findings\" href=\"#findings\" data-kind=\"{pair.Kind.Name()}\" ");
                html.Add($"data-truth=\"{pair.Truth}\" data-prediction=\"{pair.Prediction}\">");
                html.Add($"{Show.Count(errors)}</a></td><td class=\"n\" data-value=\"{pixels}\">{Show.Count(pixels)}</td></tr>\n");
            }

            html.Raw("</tbody></table></div>");
            html.Add($"{(pairs.Count > Most ? $"{pairs.Count - Most} rarer ones are in findings.json" : "")}").Raw("</div>\n");
        }

        ConfusionCard.Write(html, 0);
        html.Raw("</div>\n</section>\n");
    }

    private static void Class(Html html, AtlasReport report, int known)
    {
        if (known < 0)
        {
            html.Raw("<td class=\"none\">nothing</td>");
            return;
        }

        html.Raw("<td>");
        ColorChips.Named(html, report.Classes[known].Name, report.Classes[known].Color.Hex);
        html.Raw("</td>");
    }
}
