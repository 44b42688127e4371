using System.Text;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Tables;

/// <summary>Text without any letter outside ASCII.</summary>
internal static class AsciiText
{
    /// <summary>
    /// The text: signs of states fall away before their letters, dashes and the like become their neighbors in ASCII, and anything else
    /// its number such as <c>\u00e4</c>, so that different names stay different.
    /// </summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        foreach (var state in Enum.GetValues<CellState>())
        {
            var mark = StateMark.Of(state);
            text = text.Replace($"{mark.Glyph} {mark.Letter}", $"{mark.Letter}", StringComparison.Ordinal);
        }

        var plain = new StringBuilder();
        foreach (var letter in text)
        {
            plain.Append(letter switch
            {
                < '\u0080' => $"{letter}",
                '–' or '—' or '−' => "-",
                '±' => "+-",
                '×' => "x",
                '“' or '”' => "\"",
                '‘' or '’' => "'",
                '…' => "...",
                '\u00a0' or '\u2009' => " ",
                _ => $"\\u{(int)letter:x4}",
            });
        }

        return plain.ToString();
    }
}
