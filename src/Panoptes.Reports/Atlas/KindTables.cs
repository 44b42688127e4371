using Panoptes.Experiments.Progress;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Atlas;

/// <summary>How many segments of every class and size are wrong in which way. A number leads to its examples.</summary>
internal static class KindTables
{
    private static readonly SegmentFate[] OfTruth =
        [SegmentFate.Missed, SegmentFate.Confused, SegmentFate.Merged, SegmentFate.Split, SegmentFate.BadlyBounded];

    private static readonly SegmentFate[] OfPrediction = [SegmentFate.Invented, SegmentFate.Duplicate];

    /// <summary>Writes both tables.</summary>
    public static void Write(Html html, AtlasReport report)
    {
        // Segments of one map do not overlap: there are no duplicates among them.
        SegmentFate[] kinds = [.. OfTruth, .. OfPrediction.Where(kind => kind != SegmentFate.Duplicate || report.Errors(kind) > 0)];
        html.Raw("<section id=\"kinds\">\n<h2>By class and size</h2>\n<div class=\"stack\"><div class=\"card\"><h3>Classes ");
        html.Raw("<small>segments of the truth, and predicted ones that are of none; a number leads to its examples</small></h3>");
        html.Raw("<div class=\"scroll\"><table class=\"plain\">");
        Head(html, "class", kinds);
        var absent = new List<string>();
        for (var known = 0; known < report.Classes.Count; known++)
        {
            var (truths, all) = (Truths(report, known), Truths(report, known) + Predictions(report, known));
            if (all == 0)
            {
                absent.Add(report.Classes[known].Name);
                continue;
            }

            html.Raw("<tr><td>");
            ColorChips.Named(html, report.Classes[known].Name, report.Classes[known].Color.Hex);
            html.Raw("</td>");
            Row(
                html, kinds, truths, fate => report.Segments.Truth(fate, known), fate => report.Segments.Prediction(fate, known),
                fate => fate == SegmentFate.Invented ? $"data-prediction=\"{known}\"" : $"data-truth=\"{known}\"");
        }

        html.Raw("</tbody></table></div>");
        ClassLegend.Absent(html, absent, "neither in the truth nor predicted");
        html.Raw("</div>\n<div class=\"card\"><h3>Sizes <small>small: below 32² pixels, large: from 96² on</small></h3>");
        html.Raw("<div class=\"scroll\"><table class=\"plain\">");
        Head(html, "size", kinds);
        foreach (var size in Enum.GetValues<ObjectSize>())
        {
            long Sum(Func<int, long> of) => Enumerable.Range(0, report.Classes.Count).Sum(of);
            var name = size.ToString().ToLowerInvariant();
            html.Add($"<tr><td>{name}</td>");
            Row(
                html, kinds, Judged.Sum(fate => Sum(known => report.Segments.Truth(fate, known, size))),
                fate => Sum(known => report.Segments.Truth(fate, known, size)),
                fate => Sum(known => report.Segments.Prediction(fate, known, size)), _ => $"data-size=\"{name}\"");
        }

        html.Raw("</tbody></table></div></div></div>\n</section>\n");
    }

    private static SegmentFate[] Judged { get; } = [.. Enum.GetValues<SegmentFate>().Where(fate => fate != SegmentFate.Ignored)];

    private static long Truths(AtlasReport report, int known) => Judged.Sum(fate => report.Segments.Truth(fate, known));

    private static long Predictions(AtlasReport report, int known) => Judged.Sum(fate => report.Segments.Prediction(fate, known));

    private static void Head(Html html, string first, SegmentFate[] kinds)
    {
        html.Add($"<thead><tr><th>{first}</th><th class=\"n\">truth</th>");
        html.Raw("<th class=\"n\">correct</th><th class=\"n\">correct, %</th>");
        foreach (var kind in kinds)
        {
            html.Add($"<th class=\"n\">{kind.Name()}</th>");
        }

        html.Raw("</tr></thead><tbody>\n");
    }

    private static void Row(
        Html html, SegmentFate[] kinds, long truths, Func<SegmentFate, long> ofTruth, Func<SegmentFate, long> ofPrediction,
        Func<SegmentFate, string> filter)
    {
        Number(html, truths);
        Number(html, ofTruth(SegmentFate.Correct));
        html.Add($"<td class=\"n\" data-value=\"{(truths == 0 ? -1 : (double)ofTruth(SegmentFate.Correct) / truths)}\">");
        html.Add($"{Percent.Of(ofTruth(SegmentFate.Correct), truths)}</td>");
        foreach (var kind in kinds)
        {
            var count = OfPrediction.Contains(kind) ? ofPrediction(kind) : ofTruth(kind);
            if (count == 0)
            {
                Number(html, 0);
                continue;
            }

            html.Add($"<td class=\"n\" data-value=\"{count}\"><a class=\"to-findings\" href=\"#findings\" data-kind=\"{kind.Name()}\" ");
            html.Raw(filter(kind)).Add($">{Show.Count(count)}</a></td>");
        }

        html.Raw("</tr>\n");
    }

    private static void Number(Html html, long count) => html.Add($"<td class=\"n\" data-value=\"{count}\">{Show.Count(count)}</td>");
}
