using Panoptes.Experiments.Events;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Sections;

/// <summary>Curves over the steps; the page's script draws them, a table stands in where scripts are off.</summary>
internal static class CurvesSection
{
    private const int ShownMetrics = 6;

    /// <summary>Writes it.</summary>
    public static void Write(Html html, RunPageData data)
    {
        html.Raw("<section id=\"curves\">\n<h2>Curves</h2>\n");
        var evaluations = data.History.Evaluations(data.Config.Data.ValSplit).ToList();
        if (!data.History.Training.Any())
        {
            html.Raw("<p class=\"note\">Nothing was logged yet.</p>\n");
        }
        else
        {
            html.Raw(
                "<div class=\"tools\"><label>smoothing <input class=\"smooth\" type=\"range\" min=\"0\" max=\"0.98\" step=\"0.02\" "
                    + "value=\"0.8\"></label><span class=\"note\">drag to zoom, double click to reset, click a name to hide its "
                        + "line</span></div>\n");
            html.Raw("<div class=\"charts\" data-group=\"steps\"></div>\n");
        }

        Table(html, evaluations);
        html.Raw("</section>\n");
    }

    private static void Table(Html html, List<EvaluationPoint> points)
    {
        if (points.Count == 0)
        {
            return;
        }

        var shown = points[^1].Metrics.Take(ShownMetrics).ToList();
        html.Raw("<details><summary>Evaluations while training</summary><div class=\"scroll\"><table class=\"plain\"><thead><tr><th "
            + "class=\"n\">step</th>");
        html.Raw("<th class=\"n\">change</th>");
        foreach (var metric in shown)
        {
            html.Add($"<th class=\"n\">{metric.Title}</th>");
        }

        html.Raw("<th class=\"n\">time</th><th></th></tr></thead><tbody>\n");
        EvaluationPoint? before = null;
        foreach (var point in points)
        {
            html.Add($"<tr><td class=\"n\">{Show.Count(point.Step)}</td><td class=\"n\">{Change(before?.Primary, point.Primary)}</td>");
            foreach (var metric in shown)
            {
                html.Add($"<td class=\"n\">{Show.Value(point.Metrics.FirstOrDefault(row => row.Name == metric.Name))}</td>");
            }

            html.Add($"<td class=\"n\">{ProgressText.Time(TimeSpan.FromSeconds(point.Seconds))}</td>");
            html.Add($"<td>{(point.Best ? "best so far" : "")}</td></tr>\n");
            before = point;
        }

        html.Raw("</tbody></table></div></details>\n");
    }

    private static string Change(MetricRow? before, MetricRow? now) =>
        before?.Value is { } old && now?.Value is { } present ? $"{(now.IsShare ? 100 : 1) * (present - old):+0.00;-0.00}" : Show.Absent;
}
