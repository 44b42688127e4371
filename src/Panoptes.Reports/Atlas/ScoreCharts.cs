using System.Globalization;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Atlas;

/// <summary>What scores are worth: precision by recall, F1 by score, right and wrong detections by score, and calibration.</summary>
internal static class ScoreCharts
{
    private const int Most = 30;
    private const int Shown = 5;

    /// <summary>The charts; none where there are no scores.</summary>
    public static IReadOnlyList<Chart> Of(IReadOnlyList<ScoredClass> scores)
    {
        if (scores.Count == 0)
        {
            return [];
        }

        var lines = scores.Where(one => one.Truths > 0).Take(1)
            .Concat(scores.Skip(1).Where(one => one.Truths > 0).OrderByDescending(one => one.Truths).Take(Most)).ToList();
        var all = scores[0];
        double[] middles = [.. all.Reliability.Select(bin => (bin.Low + bin.High) / 2)];
        double?[] right = [.. all.Reliability.Select(bin => bin.Count == 0 ? 0 : Math.Round(bin.Count * bin.HitRate))];
        return
        [
            ChartCard.Alone(new Chart("precision", "Precision by recall, IoU 0.5", "%",
                [.. lines.Select((one, i) => Line(one.Name, ScoredClass.Axis, one.Precision, i))], Zero: true) { Axis = "recall" }),
            ChartCard.Alone(new Chart("f1", "F1 by least score, IoU 0.5", "%",
                [.. lines.Select((one, i) => Line(one.Name, ScoredClass.Axis, one.F1, i))], Zero: true) { Axis = "score" }),
            ChartCard.Alone(new Chart("histogram", "Detections by score", "",
            [
                new Series("right", middles, right, Points: true),
                new Series("wrong", middles, [.. all.Reliability.Zip(right, (bin, good) => bin.Count - good)], Points: true),
            ], Logarithmic: true, Zero: true) { Axis = "score" }),
            ChartCard.Alone(new Chart("reliability", "Share that is right by score", "%",
            [
                new Series("detections", middles, [.. all.Reliability.Select(bin => Percent(bin.HitRate))], Points: true),
                new Series("as the score says", [0, 1], [0, 100]),
            ], Zero: true) { Axis = "score" }),
        ];
    }

    /// <summary>Writes the section; nothing where there are no scores.</summary>
    public static void Write(Html html, IReadOnlyList<ScoredClass> scores, IReadOnlyList<Chart> charts)
    {
        if (charts.Count == 0)
        {
            return;
        }

        html.Raw("<section id=\"curves\">\n<h2>Scores</h2>\n<p class=\"note\">A detection is right where it matches a truth of its class ");
        html.Raw("by an IoU of 0.5. A click on a name shows or hides its line.</p>\n<div class=\"stack\">\n");
        foreach (var chart in charts)
        {
            html.Raw("<div>");
            ChartCard.Write(html, chart);
            html.Raw("</div>\n");
        }

        html.Raw("<div class=\"card\"><h3>Classes</h3><div class=\"scroll\"><table class=\"plain\"><thead><tr>");
        html.Raw("<th>class</th><th class=\"n\">truths</th>");
        html.Raw("<th class=\"n\">detections</th><th class=\"n\">best F1, %</th>");
        html.Raw("<th class=\"n\">from score</th><th class=\"n\">calibration error, %</th>");
        html.Raw("</tr></thead><tbody>\n");
        foreach (var one in scores.Where(one => one.Truths + one.Detections > 0))
        {
            var best = one.F1.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();
            html.Add($"<tr><td>{one.Name}</td><td class=\"n\" data-value=\"{one.Truths}\">{one.Truths}</td>");
            html.Add($"<td class=\"n\" data-value=\"{one.Detections}\">{one.Detections}</td>");
            Number(html, 100 * best, "0.0");
            Number(html, one.BestScore, "0.000");
            Number(html, 100 * one.CalibrationError, "0.0");
            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div></div></div>\n</section>\n");
    }

    private static void Number(Html html, double value, string format)
    {
        var isThere = double.IsFinite(value);
        html.Add($"<td class=\"n\" data-value=\"{(isThere ? value : -1).ToString("R", CultureInfo.InvariantCulture)}\">");
        html.Add($"{(isThere ? value.ToString(format, CultureInfo.InvariantCulture) : "–")}</td>");
    }

    private static Series Line(string name, IReadOnlyList<double> x, IReadOnlyList<double> y, int place) =>
        new(name, x, [.. y.Select(Percent)]) { Hidden = place > Shown };

    private static double? Percent(double share) => double.IsFinite(share) ? 100 * share : null;
}
