using System.Globalization;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Results;

/// <summary>A curve of an evaluation; the page's script draws it, a table stands in where scripts are off.</summary>
internal static class CurveCard
{
    /// <summary>The curves of a kind that have a point.</summary>
    public static IEnumerable<CurveRow> Shown(KindRecord kind) => kind.Curves.Where(curve => curve.Y.Any(y => y is not null));

    /// <summary>What the page's script draws.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="index">Which of the page's curves it is.</param>
    public static Chart Draw(CurveRow curve, int index)
    {
        Series line = new(curve.Title, curve.X, [.. curve.Y.Select(y => 100 * y)], Points: true);
        return new Chart(Id(index), curve.Title, "%", [line], Zero: true) { Group = Id(index), Axis = curve.Horizontal };
    }

    /// <summary>Writes the place where it is drawn.</summary>
    public static void Write(Html html, CurveRow curve, int index)
    {
        html.Add($"<div class=\"charts one\" data-group=\"{Id(index)}\"></div>\n");
        html.Add($"<details><summary>{curve.Title}</summary>").Raw("<div class=\"card scroll\"><table class=\"plain\"><thead><tr>");
        html.Add($"<th class=\"n\">{curve.Horizontal}</th><th class=\"n\">%</th></tr></thead><tbody>\n");
        foreach (var (x, y) in curve.X.Zip(curve.Y))
        {
            html.Add($"<tr><td class=\"n\">{x.ToString(CultureInfo.InvariantCulture)}</td><td class=\"n\">{Show.Percent(y)}</td></tr>\n");
        }

        html.Raw("</tbody></table></div></details>\n");
    }

    private static string Id(int index) => $"curve{index}";
}
