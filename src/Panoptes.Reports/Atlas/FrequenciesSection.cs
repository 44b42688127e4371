using System.Globalization;
using Panoptes.Experiments.Progress;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Atlas;

/// <summary>How much of every class there is, and how much is predicted.</summary>
internal static class FrequenciesSection
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, AtlasReport report)
    {
        var pixels = report.Pixels.Confusion;
        var classes = Enumerable.Range(0, report.Classes.Count).ToArray();
        var (given, found) = (classes.Sum(pixels.TruthPixels), classes.Sum(pixels.PredictedPixels));
        html.Raw("<section id=\"frequencies\">\n<h2>Class frequencies</h2>\n<div class=\"card scroll\">");
        html.Raw("<table class=\"plain\"><thead><tr>");
        html.Raw("<th>class</th><th class=\"n\">segments</th>");
        html.Raw("<th class=\"n\">predicted</th><th class=\"n\">pixels, %</th>");
        html.Raw("<th class=\"n\">predicted, %</th><th class=\"n\">predicted / true</th>");
        html.Raw("</tr></thead><tbody>\n");
        foreach (var known in classes)
        {
            var truths = Sum(fate => report.Segments.Truth(fate, known));
            var predictions = Sum(fate => report.Segments.Prediction(fate, known));
            if (truths + predictions == 0)
            {
                continue;
            }

            var (ofTruth, ofPrediction) = (pixels.TruthPixels(known), pixels.PredictedPixels(known));
            var ratio = ofTruth == 0 ? double.PositiveInfinity : (double)ofPrediction / ofTruth;
            html.Raw("<tr><td>");
            ColorChips.Named(html, report.Classes[known].Name, report.Classes[known].Color.Hex);
            html.Add($"</td><td class=\"n\" data-value=\"{truths}\">{Show.Count(truths)}</td>");
            html.Add($"<td class=\"n\" data-value=\"{predictions}\">{Show.Count(predictions)}</td>");
            html.Add($"<td class=\"n\" data-value=\"{ofTruth}\">{Percent.Of(ofTruth, given)}</td>");
            html.Add($"<td class=\"n\" data-value=\"{ofPrediction}\">{Percent.Of(ofPrediction, found)}</td>");
            var sorted = (double.IsFinite(ratio) ? ratio : 1e9).ToString("R", CultureInfo.InvariantCulture);
            html.Add($"<td class=\"n\" data-value=\"{sorted}\">");
            html.Add($"{(double.IsFinite(ratio) ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : "–")}</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n</section>\n");
    }

    private static long Sum(Func<SegmentFate, long> of) => Enum.GetValues<SegmentFate>().Sum(of);
}
