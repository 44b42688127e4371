using System.Globalization;
using System.Text;

namespace Panoptes.Studies.Launchers;

/// <summary>Texts as bash reads them.</summary>
internal static class ShellText
{
    private const string Safe = "_@%+=:,./-";

    /// <summary>A text as one word, on one line.</summary>
    public static string Quote(string text)
    {
        if (text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || Safe.Contains(letter)))
        {
            return text;
        }

        if (!text.Any(char.IsControl))
        {
            return $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
        }

        var quoted = new StringBuilder("$'");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\\' or '\'' => quoted.Append('\\').Append(letter),
                _ when char.IsControl(letter) => quoted.Append(CultureInfo.InvariantCulture, $@"\u{(int)letter:x4}"),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>Words as one line.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}
