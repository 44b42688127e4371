using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Cards;

/// <summary>A table of texts, the first column to the left and the others to the right.</summary>
internal static class PlainTable
{
    /// <summary>Writes the table element alone.</summary>
    /// <param name="html">The page.</param>
    /// <param name="columns">The heads.</param>
    /// <param name="rows">The cells, row by row.</param>
    public static void Write(Html html, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        html.Raw("<table class=\"plain\"><thead>");
        Row(html, "th", columns);
        html.Raw("</thead><tbody>\n");
        foreach (var row in rows)
        {
            Row(html, "td", row);
            html.Raw("\n");
        }

        html.Raw("</tbody></table>");
    }

    private static void Row(Html html, string element, IReadOnlyList<string> cells)
    {
        html.Raw("<tr>");
        for (var c = 0; c < cells.Count; c++)
        {
            html.Raw(c == 0 ? $"<{element}>" : $"<{element} class=\"n\">").Add($"{cells[c]}").Raw($"</{element}>");
        }

        html.Raw("</tr>");
    }
}
