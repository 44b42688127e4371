using System.Globalization;

namespace Panoptes.Reports.Pages;

/// <summary>A share in a table, as a bar and a number.</summary>
internal static class ShareBar
{
    /// <summary>Writes the cell.</summary>
    /// <param name="html">The page.</param>
    /// <param name="share">The share, 0 to 1; NaN for none.</param>
    /// <param name="text">The number.</param>
    /// <param name="color">The bar's color as <c>#rrggbb</c>; null for the page's own.</param>
    public static void Write(Html html, double share, string text, string? color = null)
    {
        var isThere = double.IsFinite(share);
        var width = (100 * Math.Clamp(isThere ? share : 0, 0, 1)).ToString("0.##", CultureInfo.InvariantCulture);
        html.Add($"<td class=\"n bar\" data-value=\"{(isThere ? share : -1).ToString("R", CultureInfo.InvariantCulture)}\"><div><u>");
        html.Raw(color is null ? "<i class=\"share\" " : "<i ").Add($"style=\"width:{width}%");
        html.Raw(color is null ? "" : $";background:{HexColor.Checked(color)}").Add($"\"></i></u><span>{text}</span></div></td>");
    }
}
