using System.Globalization;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Cards;

/// <summary>One number of two sides, and what they differ by.</summary>
/// <param name="Name">Its name.</param>
/// <param name="A">Of the first; a share, NaN where it is undefined.</param>
/// <param name="B">Of the second.</param>
/// <param name="Difference">Interval of B less A; null where none can be given.</param>
/// <param name="HigherIsBetter">Whether a higher number is better.</param>
internal sealed record DifferenceRow(string Name, double A, double B, Interval? Difference, bool HigherIsBetter = true)
{
    /// <summary>B less A.</summary>
    public double Value => B - A;

    /// <summary>The row of a comparison over draws of images.</summary>
    public static DifferenceRow Of(ComparedNumber number) =>
        new(number.Name, number.A, number.B, number.Difference, number.HigherIsBetter);

    /// <summary>How it is drawn: <c>better</c> or <c>worse</c> where the interval leaves out 0, else <c>unclear</c>.</summary>
    public string Side => Difference is not { } interval || (interval.Low <= 0 && interval.High >= 0) || !double.IsFinite(interval.Low)
        ? "unclear"
        : Value > 0 == HigherIsBetter ? "better" : "worse";
}

/// <summary>Numbers of two sides with their paired differences: a dot for the difference, a line for its interval.</summary>
internal static class DifferenceCard
{
    private const int Width = 420;

    /// <summary>Writes it; numbers that either side lacks are left out.</summary>
    /// <param name="html">The page.</param>
    /// <param name="title">Its title, such as <c>B - A</c>.</param>
    /// <param name="intervals">
    /// What the intervals are, such as <c>95 % intervals over draws of images</c>; empty where there are none.
    /// </param>
    /// <param name="rows">The numbers.</param>
    /// <param name="a">The name of the first side.</param>
    /// <param name="b">The name of the second.</param>
    public static void Write(Html html, string title, string intervals, IReadOnlyList<DifferenceRow> rows, string a = "A", string b = "B")
    {
        var known = rows.Where(row => double.IsFinite(row.Value)).ToList();
        var reach = known.SelectMany(row => new[] { row.Value, row.Difference?.Low ?? 0, row.Difference?.High ?? 0 })
            .Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        html.Add($"<div class=\"card\"><h3>{title}</h3><p class=\"note\">in percentage points; the axis runs to {Show(100 * reach)} on ");
        html.Add($"both sides; in color where the interval leaves out 0: blue is better, ocher worse");
        html.Add($"{(intervals.Length > 0 ? $"; {intervals}" : "")}");
        html.Raw("</p>\n<div class=\"scroll\"><table class=\"plain\"><thead><tr><th></th>");
        html.Add($"<th class=\"n\">{a}</th><th class=\"n\">{b}</th>");
        html.Raw("<th class=\"n\">difference</th><th class=\"n\">interval</th><th></th></tr></thead><tbody>\n");
        foreach (var row in known)
        {
            var interval = row.Difference is { } interval95 && double.IsFinite(interval95.Low)
                ? $"{Points(interval95.Low)} to {Points(interval95.High)}"
                : ScoreText.Cell(double.NaN);
            html.Add($"<tr><td>{row.Name}</td><td class=\"n\">{ScoreText.Cell(row.A)}</td><td class=\"n\">{ScoreText.Cell(row.B)}</td>");
            html.Add($"<td class=\"n\">{Points(row.Value)}</td><td class=\"n\">{interval}</td><td>");
            html.Add($"<svg class=\"difference {row.Side}\" width=\"{Width}\" height=\"14\" role=\"img\" aria-label=\"{interval}\" ");
            html.Raw($"viewbox=\"0 0 {Width} 14\">");
            html.Add($"<line class=\"zero\" x1=\"{At(0, reach)}\" x2=\"{At(0, reach)}\" y1=\"0\" y2=\"14\"></line>");
            if (row.Difference is { } drawn && double.IsFinite(drawn.Low))
            {
                html.Add($"<line x1=\"{At(drawn.Low, reach)}\" x2=\"{At(drawn.High, reach)}\" y1=\"7\" y2=\"7\"></line>");
            }

            html.Add($"<circle cx=\"{At(row.Value, reach)}\" cy=\"7\" r=\"4\"></circle></svg></td></tr>\n");
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

    private static string Show(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
