using Panoptes.Experiments.Reproductions;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Reproductions;

/// <summary>The table that the source prints, beside ours.</summary>
internal static class PublishedSection
{
    /// <summary>Writes the table; nothing where there is none.</summary>
    /// <param name="html">The page.</param>
    /// <param name="table">The table.</param>
    public static void Write(Html html, PublishedTable? table)
    {
        if (table is null)
        {
            return;
        }

        html.Raw("<section id=\"published\">\n<h2>As published</h2>\n");
        html.Add($"<p class=\"note\">{table.Title}</p>\n").Raw("<div class=\"card scroll\"><table class=\"plain\"><thead><tr>");
        for (var i = 0; i < table.Columns.Count; i++)
        {
            html.Raw(i == 0 ? "<th>" : "<th class=\"n\">").Add($"{table.Columns[i]}</th>");
        }

        html.Raw("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Raw("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                html.Raw(i == 0 ? "<td>" : "<td class=\"n\">").Add($"{row[i]}</td>");
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div>\n</section>\n");
    }
}
