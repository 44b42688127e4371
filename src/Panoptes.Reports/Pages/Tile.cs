namespace Panoptes.Reports.Pages;

/// <summary>A number that stands at the top of a page.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The number as text.</param>
/// <param name="Unit">Its unit, small behind it.</param>
/// <param name="Note">What else is to be known of it.</param>
internal sealed record Tile(string Label, string Value, string Unit = "", string Note = "")
{
    /// <summary>Writes tiles beside one another.</summary>
    public static void Write(Html html, IEnumerable<Tile> tiles)
    {
        html.Raw("<div class=\"tiles\">\n");
        foreach (var tile in tiles)
        {
            html.Add(
                $"<div class=\"tile\"><p class=\"label\">{tile.Label}</p><p class=\"value\">{tile.Value}<small>{tile.Unit}</small></p>");
            html.Add($"<p class=\"note\">{tile.Note}</p></div>\n");
        }

        html.Raw("</div>\n");
    }
}
