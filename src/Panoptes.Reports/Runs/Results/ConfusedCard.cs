using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Results;

/// <summary>The predictions that mix several things: by image, in one color, with the contours of what they mix.</summary>
internal static class ConfusedCard
{
    private const int MostSegments = 8;

    /// <summary>Writes it; nothing where no prediction of the evaluation is confused.</summary>
    public static void Write(Html html, RunPageData data, KindRecord kind, PictureBudget budget)
    {
        if (kind.Confused.Count == 0)
        {
            return;
        }

        html.Raw("<div class=\"card\"><h3>Confused objects <small>predictions that cover more than a quarter of each of at least two ");
        html.Raw("things; the largest confused area first; click a picture to enlarge it</small></h3>\n");
        html.Raw("<p class=\"note\">Confused predictions are magenta; each thing that they mix has a color of its own, as a contour on ");
        html.Raw("the prediction. The confused area is what lies on those things.</p>\n");
        var leftOut = budget.LeftOut;
        foreach (var row in kind.Confused.Where(row => row.Image is not null).Take(data.Config.Report.Images))
        {
            Row(row, data.PictureFolder).Write(html, budget);
        }

        if (budget.LeftOut > leftOut)
        {
            html.Add($"<p class=\"note\">{budget.LeftOut - leftOut} images were left out to keep this page below ");
            html.Add($"{data.Config.Report.MaxImagesMib:0.#} MiB of pictures (report.max_images_mib).</p>\n");
        }

        Table(html, kind.Confused);
        html.Raw("</div>\n");
    }

    /// <summary>What a confused prediction is, in words: <c>car of 5 120 px mixes 2 things over 4 800 px</c>.</summary>
    public static string Words(ConfusedSegmentRow segment) =>
        $"{segment.Class} of {Show.Count(segment.Area)} px mixes {segment.Covers.Count} things over {Show.Count(segment.Pixels)} px:";

    /// <summary>A thing that is mixed, in words: <c>car #12 83 %</c>.</summary>
    public static string Words(CoveredRow thing) => $"{thing.Class} #{thing.Id} {100 * thing.Coverage:0} %";

    /// <summary>What colors mean in pictures of confused predictions.</summary>
    public static IReadOnlyList<NamedColor> Meanings(IEnumerable<ConfusedSegmentRow> segments) =>
    [
        new("a confused prediction", PictureKey.Confused.Hex),
        .. segments.SelectMany(segment => segment.Covers).DistinctBy(thing => thing.Color)
            .Select(thing => new NamedColor($"{thing.Class} #{thing.Id}", HexColor.Checked(thing.Color))),
    ];

    private static PictureRow Row(ConfusedRow row, string folder)
    {
        // Runs of before kept whole pictures; the layers of today are laid over the image.
        var isLayered = Path.GetExtension(row.Truth) == ".png";
        PicturePanel Panel(string kind, string title, string? name) =>
            new(title, Path.Combine(folder, name ?? "")) { Kind = isLayered ? kind : "drawn" };
        return new PictureRow(
            row.Name,
            $"{row.Segments.Count} confused · {Show.Count(row.Pixels)} px · #{row.Index}",
            row.Aspect,
            [
                Panel("image", "image", row.Image), Panel("truth", "true things that are mixed", row.Truth),
                Panel("prediction", "confused predictions", row.Prediction),
            ])
        {
            Meanings = Meanings(row.Segments),
            Lines =
            [
                .. row.Segments.Take(MostSegments).Select(segment => new PictureLine(
                    Words(segment), [.. segment.Covers.Select(thing => (Words(thing), thing.Color))])),
            ],
        };
    }

    private static void Table(Html html, IReadOnlyList<ConfusedRow> rows)
    {
        html.Add($"<details><summary>The {rows.Count} images with the largest confused area</summary><div class=\"scroll\">");
        html.Raw("<table class=\"plain\"><thead><tr><th>image</th><th class=\"n\">confused area</th><th>predictions</th></tr></thead>");
        html.Raw("<tbody>\n");
        foreach (var row in rows)
        {
            var segments = row.Segments.Select(segment => $"{Words(segment)} {string.Join(", ", segment.Covers.Select(Words))}");
            html.Add($"<tr><td>{row.Name}</td><td class=\"n\">{Show.Count(row.Pixels)} px</td>");
            html.Add($"<td>{string.Join("; ", segments)}</td></tr>\n");
        }

        html.Raw("</tbody></table></div></details>\n");
    }
}
