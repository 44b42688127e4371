using Panoptes.Experiments.Events;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Sections;

/// <summary>Curves over the steps; the page's script draws them, a table stands in where scripts are off.</summary>
internal static class CurvesSection
{
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
            html.Raw("<div class=\"tools\"><label>smoothing <input class=\"smooth\" type=\"range\" min=\"0\" max=\"0.98\" step=\"0.02\" value=\"0.8\"></label><span class=\"note\">drag to zoom, double click to reset, click a name to hide its line</span></div>\n");
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

        html.Raw("<details><summary>Evaluations while training</summary><div class=\"scroll\"><table class=\"plain\"><thead><tr><th class=\"n\">step</th><th class=\"n\">mIoU</th><th class=\"n\">change</th><th class=\"n\">pixel accuracy</th><th class=\"n\">mean accuracy</th><th class=\"n\">cross-entropy</th><th class=\"n\">time</th><th></th></tr></thead><tbody>\n");
        EvaluationPoint? before = null;
        foreach (var point in points)
        {
            var change = before is null || point.MeanIou is null ? Show.Absent : $"{100 * (point.MeanIou - before.MeanIou):+0.00;-0.00}";
            html.Add($"<tr><td class=\"n\">{Show.Count(point.Step)}</td><td class=\"n\">{Show.Percent(point.MeanIou)}</td><td class=\"n\">{change}</td><td class=\"n\">{Show.Percent(point.PixelAccuracy)}</td><td class=\"n\">{Show.Percent(point.MeanAccuracy)}</td><td class=\"n\">{Show.Number(point.Loss)}</td><td class=\"n\">{ProgressText.Time(TimeSpan.FromSeconds(point.Seconds))}</td><td>{(point.Best ? "best so far" : "")}</td></tr>\n");
            before = point;
        }

        html.Raw("</tbody></table></div></details>\n");
    }
}
