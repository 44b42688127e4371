namespace Panoptes.Experiments.Report;

/// <summary>Colours as text for style attributes.</summary>
internal static class Colour
{
    /// <summary>The colour where it is <c>#rrggbb</c>, a grey where it is anything else, which could break out of a style.</summary>
    public static string Checked(string colour) =>
        colour.Length == 7 && colour[0] == '#' && colour.Skip(1).All(char.IsAsciiHexDigit) ? colour : "#808080";

    /// <summary>A colour as <c>#rrggbb</c>.</summary>
    public static string Hex(byte r, byte g, byte b) => $"#{r:x2}{g:x2}{b:x2}";
}
