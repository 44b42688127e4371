using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Scores;

/// <summary>The scores of every class, with a bar for the first; classes that are not there are folded.</summary>
internal static class ClassTable
{
    /// <summary>What the scorers call the table.</summary>
    public const string Name = "classes";

    /// <summary>Writes it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="report">The score.</param>
    /// <param name="table">Its table of classes.</param>
    public static void Write(Html html, ScoreReport report, ScoreTable table)
    {
        var colors = ScoreParts.Colors(report);
        var bar = Enumerable.Range(0, table.Columns.Count).FirstOrDefault(c => table.Rows.Any(row => row[c] is double), -1);
        html.Raw("<section id=\"classes\">\n<h2>Classes</h2>\n"
            + "<div class=\"card\"><div class=\"scroll\"><table class=\"plain\"><thead><tr>");
        for (var c = 0; c < table.Columns.Count; c++)
        {
            html.Raw(IsText(table, c) ? "<th>" : "<th class=\"n\">").Add($"{table.Columns[c]}</th>");
        }

        html.Raw("</tr></thead><tbody>\n");
        foreach (var row in table.Rows.Where(row => !report.Absent.Contains(row[0].ToString())))
        {
            html.Raw("<tr><td>");
            ColorChips.Named(html, $"{row[0]}", colors.GetValueOrDefault($"{row[0]}", ""));
            html.Raw("</td>");
            for (var c = 1; c < row.Count; c++)
            {
                Cell(html, row[c], IsText(table, c), c == bar ? colors.GetValueOrDefault($"{row[0]}") : null);
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div>");
        ClassLegend.Absent(html, report.Absent, "neither in the truth nor predicted, and not averaged");
        html.Raw("</div>\n</section>\n");
    }

    private static bool IsText(ScoreTable table, int column) => table.Rows.All(row => row[column] is string);

    private static void Cell(Html html, object cell, bool isText, string? bar)
    {
        if (bar is not null && cell is double share)
        {
            ShareBar.Write(html, share, ScoreText.Cell(share), bar);
            return;
        }

        html.Raw(isText ? "<td>" : "<td class=\"n\">").Add($"{ScoreText.Cell(cell)}</td>");
    }
}
