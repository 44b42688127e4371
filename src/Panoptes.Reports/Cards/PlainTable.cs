using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Cards;

/// <summary>A table of texts, the first column to the left and the others to the right.</summary>
internal static class PlainTable
{
    /// <summary>Writes the table element alone.</summary>
    /// <param name="html">The page.</param>
    /// <param name="columns">The heads.</param>
    /// <param name="rows">The cells, row by row.</param>
    /// <param name="colors">Colors by the text of the first cell, which gets a box of it; null for none.</param>
    public static void Write(
        Html html, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows,
        IReadOnlyDictionary<string, string>? colors = null)
    {
        html.Raw("<table class=\"plain\"><thead>");
        Row(html, "th", columns, null);
        html.Raw("</thead><tbody>\n");
        foreach (var row in rows)
        {
            Row(html, "td", row, colors);
            html.Raw("\n");
        }

        html.Raw("</tbody></table>");
    }

    private static void Row(Html html, string element, IReadOnlyList<string> cells, IReadOnlyDictionary<string, string>? colors)
    {
        html.Raw("<tr>");
        for (var c = 0; c < cells.Count; c++)
        {
            html.Raw(c == 0 ? $"<{element}>" : $"<{element} class=\"n\">");
            if (c == 0 && colors?.GetValueOrDefault(cells[c]) is { } color)
            {
                ColorChips.Named(html, cells[c], color);
            }
            else
            {
                html.Add($"{cells[c]}");
            }

            html.Raw($"</{element}>");
        }

        html.Raw("</tr>");
    }
}
