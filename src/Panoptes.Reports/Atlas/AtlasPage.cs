using Panoptes.Experiments.Progress;
using Panoptes.Foundation;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Pictures;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Scores;

namespace Panoptes.Reports.Atlas;

/// <summary>
/// The page of an error atlas: how often what is wrong, between which classes, where in the image and how far from boundaries, what scores
/// are worth, and pictures of the largest errors, each with an address that it keeps.
/// </summary>
public static class AtlasPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">The atlas.</param>
    /// <param name="pictures">Its pictures.</param>
    /// <param name="examples">The errors that are shown, all of which have a picture.</param>
    /// <param name="path">Where it goes.</param>
    public static void Write(AtlasReport report, AtlasPictures pictures, IReadOnlyList<AtlasFinding> examples, string path)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(examples);
        AtomicFile.WriteText(path, Render(report, pictures, examples));
    }

    /// <summary>The page as text.</summary>
    internal static string Render(AtlasReport report, AtlasPictures pictures, IReadOnlyList<AtlasFinding> examples)
    {
        var charts = ScoreCharts.Of(report.Scores);
        List<PageLink> links =
        [
            new("summary", "Summary"), new("kinds", "By class"), new("pairs", "Class pairs"), new("findings", "Findings"),
            new("places", "Places"), new("boundary", "Boundaries"),
        ];
        links.AddRange(charts.Count > 0 ? [new PageLink("curves", "Scores")] : []);
        links.AddRange([new PageLink("frequencies", "Frequencies"), new("images", "Images"), new("inputs", "Inputs")]);
        return Page.Render(
            new PageHead("error atlas", report.Title, links),
            html =>
            {
                Summary(html, report, charts.Count > 0);
                KindTables.Write(html, report);
                PairsSection.Write(html, report);
                FindingsSection.Write(html, report, pictures, examples);
                PlacesSection.Write(html, report);
                BoundarySection.Write(html, report);
                ScoreCharts.Write(html, report.Scores, charts);
                FrequenciesSection.Write(html, report);
                ImagesSection.Write(html, report, pictures);
                ScoreParts.Inputs(html, report.Inputs);
            },
            new PageData
            {
                Charts = charts,
                Matrices = [ConfusionCard.Of(report.Pixels.Confusion, [.. report.Classes.Select(known => known.Name)])],
                Classes = [.. report.Classes.Select(known => new NamedColor(known.Name, known.Color.Hex))],
            });
    }

    private static void Summary(Html html, AtlasReport report, bool hasScores)
    {
        var classes = Enumerable.Range(0, report.Classes.Count).ToArray();
        long Truths(SegmentFate fate) => classes.Sum(known => report.Segments.Truth(fate, known));
        var counted = Enum.GetValues<SegmentFate>().Where(fate => fate != SegmentFate.Ignored).Sum(Truths);
        html.Raw("<section id=\"summary\">\n");
        Tile.Write(html,
        [
            new Tile("images", Show.Count(report.Segments.Images)),
            new Tile("segments of the truth", Show.Count(counted), Note: $"{Show.Count(Truths(SegmentFate.Ignored))} ignored"),
            new Tile("found and well bounded", Percent.Of(Truths(SegmentFate.Correct), counted), "%"),
            .. SegmentFates.Errors.Where(kind => kind != SegmentFate.Duplicate || hasScores).Select(kind => new Tile(
                kind.Name(), Show.Count(report.Errors(kind)), Note: KindWords.Of(kind, report.Options.Rules))),
        ]);
        foreach (var remark in report.Remarks)
        {
            html.Add($"<p class=\"note\">{remark}</p>\n");
        }

        html.Raw("</section>\n");
    }
}
