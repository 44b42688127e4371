using System.Globalization;
using Panoptes.Foundation;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Scores;

/// <summary>The page of a comparison: both sides' numbers, and every difference with its interval.</summary>
public static class ComparisonPage
{
    private const int Width = 420;

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
            html.Add($"<p class=\"note\">{a.Protocol}, {a.Resampling.Images.Count} images</p>\n");
            html.Add($"<p class=\"note\">A: {Prediction(a)}<br>B: {Prediction(b)}</p>\n");
            ScoreParts.Notes(html, a);
            ScoreParts.Notes(html, b);
            html.Raw("</section>\n<section id=\"differences\">\n<h2>Differences</h2>\n<div class=\"stack\">\n");
            Differences(html, "B - A", comparison.Headlines);
            Differences(html, "B - A by class", comparison.Classes);
            html.Raw("</div>\n</section>\n<section id=\"tables\">\n<h2>Tables</h2>\n<div class=\"stack\">\n");
            foreach (var table in comparison.Tables)
            {
                ScoreParts.Table(html, table);
            }

            html.Raw("</div>\n</section>\n");
            ScoreParts.Inputs(html, [.. a.Inputs, .. b.Inputs.Where(input => !a.Inputs.Contains(input))]);
        });

    private static string Prediction(ScoreReport report) => report.Inputs.First(input => input.Role == "pred").Path;

    // A dot for the difference, a line for its interval; full color where the interval leaves out 0.
    private static void Differences(Html html, string title, IReadOnlyList<ComparedNumber> numbers)
    {
        var known = numbers.Where(n => double.IsFinite(n.B - n.A)).ToList();
        var reach = known.SelectMany(n => new[] { n.B - n.A, n.Difference.Low, n.Difference.High })
            .Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        var percent = known.Count > 0 ? known[0].Difference.Percent : 0;
        html.Add($"<div class=\"card\"><h3>{title}</h3><p class=\"note\">percentage points; the axis runs to {Show(100 * reach)} on "
            + $"both sides; ");
        html.Add($"right of the middle B is better; {Show(percent)} % intervals over draws of images</p>\n");
        html.Raw("<div class=\"scroll\"><table class=\"plain\"><tbody>\n");
        foreach (var number in known)
        {
            var (low, high) = (number.Difference.Low, number.Difference.High);
            var side = !number.IsClear ? "unclear" : number.B > number.A ? "better" : "worse";
            html.Add($"<tr><td>{number.Name}</td><td class=\"n\">{Points(number.B - number.A)}</td><td>");
            html.Add($"<svg class=\"difference {side}\" width=\"{Width}\" height=\"14\" role=\"img\" aria-label=\"{Points(low)} to "
                + $"{Points(high)}\">");
            html.Add($"<line class=\"zero\" x1=\"{At(0, reach)}\" x2=\"{At(0, reach)}\" y1=\"0\" y2=\"14\"></line>");
            html.Add($"<line x1=\"{At(low, reach)}\" x2=\"{At(high, reach)}\" y1=\"7\" y2=\"7\"></line>");
            html.Add($"<circle cx=\"{At(number.B - number.A, reach)}\" cy=\"7\" r=\"4\"></circle></svg></td></tr>\n");
        }

        html.Raw("</tbody></table></div></div>\n");
    }

    private static string At(double difference, double reach)
    {
        var half = (Width / 2) - 6;
        var place = reach > 0 && double.IsFinite(difference) ? Math.Clamp(difference / reach, -1, 1) : 0;
        return ((Width / 2) + (half * place)).ToString("0.#", CultureInfo.InvariantCulture);
    }

    private static string Points(double difference) =>
        double.IsFinite(difference) ? (100 * difference).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : "-";

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Show(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
