using System.Globalization;
using System.Text;
using Panoptes.Foundation;

namespace Panoptes.Metrics.Scoring;

/// <summary>Writes a comparison as one self-contained HTML page: both sides' numbers, and every difference with its interval.</summary>
public static class ComparisonPage
{
    private const int Width = 420;

    /// <summary>Writes the page.</summary>
    /// <param name="a">The first report.</param>
    /// <param name="b">The second.</param>
    /// <param name="comparison">Their comparison.</param>
    /// <param name="path">Where it goes.</param>
    public static void Write(ScoreReport a, ScoreReport b, ScoreComparison comparison, string path) => AtomicFile.WriteText(path, Html(a, b, comparison));

    /// <summary>The page.</summary>
    public static string Html(ScoreReport a, ScoreReport b, ScoreComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(comparison);
        var page = ScorePage.Begin($"{a.Title}: A and B");
        page.Append($"<h1>{ScorePage.Text(a.Title)}: A and B</h1><p class=\"sub\">{ScorePage.Text(a.Protocol)}, {a.Resampling.Images.Count} images</p>");
        page.Append($"<p class=\"sub\">A: {ScorePage.Text(Prediction(a))}<br>B: {ScorePage.Text(Prediction(b))}</p><div class=\"cards\">");
        foreach (var (name, count) in new[] { ("classes won by A", comparison.ClassesWonByA), ("classes won by B", comparison.ClassesWonByB), ("tied", comparison.ClassesTied) })
        {
            page.Append(CultureInfo.InvariantCulture, $"<div class=\"card\"><small>{name}</small><b>{count}</b></div>");
        }

        page.Append("</div>");
        ScorePage.AddNotes(page, a);
        ScorePage.AddNotes(page, b);
        AddDifferences(page, "B - A", comparison.Headlines);
        AddDifferences(page, "B - A by class", comparison.Classes);
        foreach (var table in comparison.Tables)
        {
            ScorePage.AddTable(page, table);
        }

        ScorePage.AddInputs(page, [.. a.Inputs, .. b.Inputs.Where(input => !a.Inputs.Contains(input))]);
        return page.Append("</html>\n").ToString();
    }

    private static string Prediction(ScoreReport report) => report.Inputs.First(input => input.Role == "pred").Path;

    // A dot for the difference, a line for its interval; full color where the interval leaves out 0.
    private static void AddDifferences(StringBuilder page, string title, IReadOnlyList<ComparedNumber> numbers)
    {
        var known = numbers.Where(n => double.IsFinite(n.B - n.A)).ToList();
        var reach = known.SelectMany(n => new[] { n.B - n.A, n.Difference.Low, n.Difference.High }).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        page.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2><p class=\"sub\">percentage points; the axis runs to {100 * reach:0.##} on both sides; right of the middle B is better; {(known.Count > 0 ? known[0].Difference.Percent : 0):0.##} % intervals over draws of images");
        page.Append("<div class=\"scroll\"><table>");
        foreach (var number in known)
        {
            var color = !number.IsClear ? "#8c959f" : number.B > number.A ? "#3a7ca5" : "#c2571a";
            page.Append($"<tr><td>{ScorePage.Text(number.Name)}<td>{Points(number.B - number.A)}<td>");
            page.Append($"<svg width=\"{Width}\" height=\"14\" role=\"img\" aria-label=\"{Points(number.Difference.Low)} to {Points(number.Difference.High)}\">");
            page.Append($"<line x1=\"{At(0, reach)}\" x2=\"{At(0, reach)}\" y1=\"0\" y2=\"14\" stroke=\"#d0d7de\"/>");
            page.Append($"<line x1=\"{At(number.Difference.Low, reach)}\" x2=\"{At(number.Difference.High, reach)}\" y1=\"7\" y2=\"7\" stroke=\"{color}\" stroke-width=\"2\"/>");
            page.Append($"<circle cx=\"{At(number.B - number.A, reach)}\" cy=\"7\" r=\"4\" fill=\"{color}\"/></svg>");
        }

        page.Append("</table></div>");
    }

    private static string At(double difference, double reach)
    {
        var half = (Width / 2) - 6;
        var place = reach > 0 && double.IsFinite(difference) ? Math.Clamp(difference / reach, -1, 1) : 0;
        return ((Width / 2) + (half * place)).ToString("0.#", CultureInfo.InvariantCulture);
    }

    private static string Points(double difference) => double.IsFinite(difference) ? (100 * difference).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : "-";
}
