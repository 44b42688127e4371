namespace Panoptes.Reports.Pages;

/// <summary>Boxes of color with names beside them.</summary>
internal static class ColorChips
{
    /// <summary>Writes one of a list.</summary>
    /// <param name="html">The page.</param>
    /// <param name="name">What the color means.</param>
    /// <param name="color">The color as <c>#rrggbb</c>.</param>
    public static void Write(Html html, string name, string color) =>
        html.Add($"<span class=\"chip\"><i style=\"background:{HexColor.Checked(color)}\"></i>{name}</span>");

    /// <summary>Writes one within text, such as before a class's name in a table.</summary>
    /// <param name="html">The page.</param>
    /// <param name="name">What the color means.</param>
    /// <param name="color">The color as <c>#rrggbb</c>.</param>
    public static void Named(Html html, string name, string color) =>
        html.Add($"<i class=\"dot\" style=\"background:{HexColor.Checked(color)}\"></i>{name}");
}
