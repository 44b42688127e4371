using Panoptes.Experiments.Reproductions;
using Panoptes.Reports.Cards;
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
        html.Add($"<p class=\"note\">{table.Title}</p>\n").Raw("<div class=\"card scroll\">");
        PlainTable.Write(html, table.Columns, table.Rows);
        html.Raw("</div>\n</section>\n");
    }
}
