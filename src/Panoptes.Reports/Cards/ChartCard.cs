using System.Globalization;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Cards;

/// <summary>A chart of a group of its own; the page's script draws it, a table stands in where scripts are off.</summary>
internal static class ChartCard
{
    /// <summary>The chart as the only one of its group, to be handed to the page's script.</summary>
    public static Chart Alone(Chart chart) => chart with { Group = chart.Id };

    /// <summary>Writes a section of curves; nothing where there are none.</summary>
    /// <param name="html">The page.</param>
    /// <param name="charts">Charts that are each alone in a group.</param>
    public static void Section(Html html, Chart[] charts)
    {
        if (charts.Length == 0)
        {
            return;
        }

        html.Raw("<section id=\"curves\">\n<h2>Curves</h2>\n");
        foreach (var chart in charts)
        {
            Write(html, chart);
        }

        html.Raw("</section>\n");
    }

    /// <summary>Writes the place where it is drawn, and its table.</summary>
    /// <param name="html">The page.</param>
    /// <param name="chart">A chart that is alone in its group.</param>
    public static void Write(Html html, Chart chart)
    {
        html.Add($"<div class=\"charts one\" data-group=\"{chart.Group}\"></div>\n");
        html.Add($"<details><summary>{chart.Title}</summary>").Raw("<div class=\"card scroll\"><table class=\"plain\"><thead><tr>");
        html.Add($"<th class=\"n\">{chart.Axis}</th>");
        foreach (var series in chart.Series)
        {
            html.Add($"<th class=\"n\">{(chart.Series.Count == 1 ? chart.Unit : $"{series.Name}{Unit(chart)}")}</th>");
        }

        html.Raw("</tr></thead><tbody>\n");
        foreach (var x in chart.Series.SelectMany(series => series.X).Distinct().Order())
        {
            html.Add($"<tr><td class=\"n\">{x.ToString(CultureInfo.InvariantCulture)}</td>");
            foreach (var series in chart.Series)
            {
                html.Add($"<td class=\"n\">{Text(chart, At(series, x))}</td>");
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div></details>\n");
    }

    private static double? At(Series series, double x)
    {
        for (var i = 0; i < series.X.Count; i++)
        {
            if (series.X[i] == x)
            {
                return series.Y[i];
            }
        }

        return null;
    }

    private static string Unit(Chart chart) => chart.Unit.Length > 0 ? $", {chart.Unit}" : "";

    private static string Text(Chart chart, double? value) => chart.Unit == "%" ? Show.Percent(value / 100) : Show.Number(value);
}
