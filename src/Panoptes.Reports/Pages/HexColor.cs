namespace Panoptes.Reports.Pages;

/// <summary>Colors as text for style attributes.</summary>
internal static class HexColor
{
    /// <summary>The color where it is <c>#rrggbb</c>, a gray where it is anything else, which could break out of a style.</summary>
    public static string Checked(string color) =>
        color.Length == 7 && color[0] == '#' && color.Skip(1).All(char.IsAsciiHexDigit) ? color : "#808080";
}
