using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Scores;

/// <summary>What the pages of one score and of a comparison share.</summary>
internal static class ScoreParts
{
    /// <summary>Writes the known traps of a published evaluator that the inputs hit.</summary>
    public static void Notes(Html html, ScoreReport report)
    {
        foreach (var note in report.Notes)
        {
            html.Add($"<p class=\"note trap\">{ScoreText.Line(note, report.Rules)}</p>\n");
        }
    }

    /// <summary>The colors of a report's classes by their names.</summary>
    public static IReadOnlyDictionary<string, string> Colors(ScoreReport report) =>
        report.ClassColors.DistinctBy(known => known.Name).ToDictionary(known => known.Name, known => known.Color.Hex);

    /// <summary>Writes a table: fractions in percent, text to the left where it comes first.</summary>
    /// <param name="html">The page.</param>
    /// <param name="report">The score.</param>
    /// <param name="table">One of its tables; classes that are not there are left out.</param>
    public static void Table(Html html, ScoreReport report, ScoreTable table)
    {
        html.Add($"<div class=\"card\"><h3>{table.Name}</h3>").Raw("<div class=\"scroll\">");
        PlainTable.Write(
            html, table.Columns,
            table.Rows.Where(row => !report.Absent.Contains(row[0])).Select(row => row.Select(ScoreText.Cell).ToArray()),
            Colors(report));
        html.Raw("</div></div>\n");
    }

    /// <summary>Writes what was scored.</summary>
    public static void Inputs(Html html, IEnumerable<ScoreInput> inputs)
    {
        html.Raw("<section id=\"inputs\">\n<h2>Inputs</h2>\n<div class=\"card scroll\">");
        html.Raw("<table class=\"plain\"><thead><tr><th>role</th><th>path</th><th>SHA-256</th></tr></thead><tbody>\n");
        foreach (var input in inputs)
        {
            html.Add($"<tr><td>{input.Role}</td><td><code>{input.Path}</code></td><td><code>{input.Sha256}</code></td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n</section>\n");
    }
}
