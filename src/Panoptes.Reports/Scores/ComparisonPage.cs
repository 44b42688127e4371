using System.Globalization;
using Panoptes.Foundation;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Scores;

/// <summary>The page of a comparison: both sides' numbers, and every difference with its interval.</summary>
public static class ComparisonPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="a">The first report.</param>
    /// <param name="b">The second.</param>
    /// <param name="comparison">Their comparison.</param>
    /// <param name="path">Where it goes.</param>
    public static void Write(ScoreReport a, ScoreReport b, ScoreComparison comparison, string path)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(comparison);
        AtomicFile.WriteText(path, Render(a, b, comparison));
    }

    /// <summary>The page as text.</summary>
    internal static string Render(ScoreReport a, ScoreReport b, ScoreComparison comparison) => Page.Render(
        new PageHead(
            "comparison", $"{a.Title}: A and B",
            [new("summary", "Summary"), new("differences", "Differences"), new("tables", "Tables"), new("inputs", "Inputs")]),
        html =>
        {
            html.Raw("<section id=\"summary\">\n");
            Tile.Write(html,
            [
                new Tile("classes won by A", Text(comparison.ClassesWonByA)),
                new Tile("classes won by B", Text(comparison.ClassesWonByB)),
                new Tile("tied", Text(comparison.ClassesTied)),
            ]);
            html.Add($"<p class=\"note\">Protocol: {a.Protocol}; {a.Resampling.Images.Count} images</p>\n");
            html.Add($"<p class=\"note\">A: {Prediction(a)}<br>B: {Prediction(b)}</p>\n");
            ScoreParts.Notes(html, a);
            ScoreParts.Notes(html, b);
            html.Raw("</section>\n<section id=\"differences\">\n<h2>Differences</h2>\n<div class=\"stack\">\n");
            Differences(html, "B - A", comparison.Headlines);
            if (comparison.Classes.Count > 0)
            {
                Differences(html, "B - A by class", comparison.Classes);
            }

            if (comparison.Further.Count > 0)
            {
                Differences(html, "B - A, things by size and class", comparison.Further);
            }

            html.Raw("</div>\n</section>\n<section id=\"tables\">\n<h2>Tables</h2>\n<div class=\"stack\">\n");
            foreach (var table in comparison.Tables)
            {
                ScoreParts.Table(html, a with { Absent = [.. a.Absent.Intersect(b.Absent)] }, table);
            }

            html.Raw("</div>\n</section>\n");
            ScoreParts.Inputs(html, [.. a.Inputs, .. b.Inputs.Where(input => !a.Inputs.Contains(input))]);
        });

    private static string Prediction(ScoreReport report) => report.Inputs.First(input => input.Role == "pred").Path;

    private static void Differences(Html html, string title, IReadOnlyList<ComparedNumber> numbers)
    {
        var percent = numbers.Count > 0 ? numbers[0].Difference.Percent : 0;
        DifferenceCard.Write(html, title, string.Create(
            CultureInfo.InvariantCulture, $"{percent:0.##} % intervals over draws of images"), [.. numbers.Select(DifferenceRow.Of)]);
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
