using System.Net;
using System.Text.RegularExpressions;

namespace Panoptes.Studies.Linting.Reading;

/// <summary>Markdown's inline marks taken off a text.</summary>
internal static partial class InlineText
{
    /// <summary>The text that a reader sees.</summary>
    public static string Clean(string text)
    {
        text = Data().Replace(text, "");
        text = Image().Replace(text, " ");
        text = Link().Replace(text, "$1");
        text = Comment().Replace(text, " ");
        text = Tag().Replace(text, " ");
        text = Emphasis().Replace(text, "");
        text = text.Replace("`", "");
        text = Escaped().Replace(text, "$1");
        return Spaces().Replace(WebUtility.HtmlDecode(text), " ").Trim();
    }

    [GeneratedRegex("data:[A-Za-z0-9/+.-]{1,60};base64,[A-Za-z0-9+/=]+")]
    private static partial Regex Data();

    [GeneratedRegex(@"!\[[^\]]{0,500}\]\([^)]{0,2000}\)")]
    private static partial Regex Image();

    [GeneratedRegex(@"\[([^\[\]]{1,500})\]\([^()]{0,2000}\)")]
    private static partial Regex Link();

    [GeneratedRegex("<!--.{0,500}?-->")]
    private static partial Regex Comment();

    [GeneratedRegex(@"</?(?:br|b|i|em|strong|sup|sub|span|p|div|details|summary|code|a|kbd|small|u|hr|center)\b[^<>]{0,500}>",
        RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    // Stars, and underscores that are no part of a name. A star between digits multiplies.
    [GeneratedRegex(
        @"\*\*|~~|(?<!\w)__|__(?!\w)|(?<![\s\w])\*|\*(?![\s\w])|(?<=^|\s)\*(?=\w)|(?<=[A-Za-z.%)])\*(?=\s|$)|(?<!\w)_(?=\S)"
        + @"|(?<=\S)_(?!\w)")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\\([\\`*_{}\[\]()#+\-.!|~<>$])")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
