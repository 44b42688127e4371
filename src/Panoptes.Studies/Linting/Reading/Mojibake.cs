using System.Text;

namespace Panoptes.Studies.Linting.Reading;

/// <summary>
/// Text in UTF-8 that was read as Mac Roman, Windows-1252 or Latin-1 and written again: its runs of unusual characters, turned back into
/// bytes, are UTF-8.
/// </summary>
internal static class Mojibake
{
    private static readonly (string Name, Encoding Encoding)[] Misreadings =
    [
        .. new[] { ("Mac Roman", 10000), ("Windows-1252", 1252), ("Latin-1", 28591) }
            .Select(entry => (entry.Item1, CodePagesEncodingProvider
            .Instance.GetEncoding(entry.Item2, EncoderFallback.ReplacementFallback, DecoderFallback.ExceptionFallback)
            ?? Encoding.GetEncoding(entry.Item2))),
    ];

    private static readonly Dictionary<char, byte>[] Bytes = [.. Misreadings.Select(entry => Table(entry.Encoding))];

    /// <summary>The text as it was meant.</summary>
    public static string Mend(string text) => Find(text, out var mended) is null ? text : mended;

    /// <summary>The encoding that the text was misread as; null where nothing is wrong with it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mended">As it was meant.</param>
    public static string? Find(string text, out string mended)
    {
        mended = text;
        if (Ascii.IsValid(text))
        {
            return null;
        }

        for (var encoding = 0; encoding < Bytes.Length; encoding++)
        {
            var result = new StringBuilder(text.Length);
            var found = false;
            for (var i = 0; i < text.Length;)
            {
                if (Character(text, i, Bytes[encoding], out var length) is { } meant)
                {
                    result.Append(meant);
                    i += length;
                    found = true;
                }
                else
                {
                    result.Append(text[i++]);
                }
            }

            if (found)
            {
                mended = result.ToString();
                return Misreadings[encoding].Name;
            }
        }

        return null;
    }

    private static string? Character(string text, int at, Dictionary<char, byte> bytes, out int length)
    {
        length = 0;
        if (text[at] < 0x80 || !bytes.TryGetValue(text[at], out var first))
        {
            return null;
        }

        length = first switch { >= 0xC2 and <= 0xDF => 2, >= 0xE0 and <= 0xEF => 3, >= 0xF0 and <= 0xF4 => 4, _ => 0 };
        if (length == 0 || at + length > text.Length)
        {
            return null;
        }

        Span<byte> all = stackalloc byte[4];
        all[0] = first;
        for (var i = 1; i < length; i++)
        {
            if (text[at + i] < 0x80 || !bytes.TryGetValue(text[at + i], out var next) || next is < 0x80 or > 0xBF)
            {
                return null;
            }

            all[i] = next;
        }

        return Rune.DecodeFromUtf8(all[..length], out var rune, out var used) == System.Buffers.OperationStatus.Done && used == length
            && IsPlausible(rune.Value) && !IsMathematics(text[at], text[at + 1], length) ? rune.ToString() : null;
    }

    // What reports hold beside ASCII. A lone letter of a rare script is more likely two characters that were meant to stand together.
    private static bool IsPlausible(int rune) => rune is (>= 0xA0 and <= 0xFF) or (>= 0x391 and <= 0x3C9) or (>= 0x2000 and <= 0x206F)
        or (>= 0x20A0 and <= 0x2BFF) or (>= 0x3000 and <= 0x30FF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xFE00 and <= 0xFEFF)
        or (>= 0x1F000 and <= 0x1FAFF);

    // The square root of pi is no damaged letter.
    private static bool IsMathematics(char first, char second, int length) =>
        length == 2 && first is '√' or '¬' && second is 'π' or 'Ω' or '∑' or '∏' or '∂';

    private static Dictionary<char, byte> Table(Encoding encoding)
    {
        var table = new Dictionary<char, byte>();
        for (var value = 0x80; value <= 0xFF; value++)
        {
            try
            {
                table.TryAdd(encoding.GetString([(byte)value])[0], (byte)value);
            }
            catch (DecoderFallbackException)
            {
                // A byte that stands for nothing there.
            }
        }

        return table;
    }
}
