using System.Text;
using Panoptes.Foundation;

namespace Panoptes.Studies.Linting.Reading;

/// <summary>The lines of a report, strictly decoded and of a size that a report has.</summary>
internal static class ReportText
{
    private const int MostBytes = 8 << 20;
    private const int MostLines = 50_000;
    private const int LongestLine = 200_000;
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read, is no UTF-8 text, or is no report by its size.</exception>
    public static IReadOnlyList<ReportLine> FromFile(string path)
    {
        byte[] bytes;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            CheckSize(path, length);
            bytes = content[..length];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            var found = cause is FileNotFoundException or DirectoryNotFoundException ? "no such file"
                : Directory.Exists(path) ? "a folder" : $"a file that cannot be read ({cause.Message})";
            throw new InputException(path, found, "a Markdown file", "check the path and its permissions", cause);
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new InputException(path, "UTF-16", "a text in UTF-8", "convert it to UTF-8");
        }

        try
        {
            return FromText(Strict.GetString(bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsSpan(3) : bytes), path);
        }
        catch (DecoderFallbackException cause)
        {
            var line = bytes.AsSpan(0, Math.Clamp(cause.Index, 0, bytes.Length)).Count((byte)'\n') + 1;
            throw new InputException(
                $"{path}:{line}", $"bytes that are not UTF-8 at offset {cause.Index}", "a text in UTF-8", "write the report as UTF-8",
                    cause);
        }
    }

    /// <summary>Takes a text.</summary>
    /// <exception cref="InputException">It is binary, or no report by its size.</exception>
    public static IReadOnlyList<ReportLine> FromText(string text, string source)
    {
        CheckSize(source, text.Length);
        var lines = new List<ReportLine>();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var raw = text[range].TrimEnd('\r');
            var number = lines.Count + 1;
            if (number > MostLines)
            {
                throw new InputException(source, $"more than {MostLines:N0} lines", "a report for readers",
                    "give the report, not its data");
            }

            if (raw.Length > LongestLine)
            {
                throw new InputException(
                    $"{source}:{number}", $"a line of {raw.Length:N0} characters", $"at most {LongestLine:N0}", "break the line");
            }

            if (raw.Contains('\0'))
            {
                throw new InputException($"{source}:{number}", "a NUL byte", "text", "give a Markdown text, not a binary file");
            }

            lines.Add(new ReportLine(number, raw, Mojibake.Mend(raw)));
        }

        return lines;
    }

    private static void CheckSize(string source, int length)
    {
        if (length > MostBytes)
        {
            throw new InputException(source, $"more than {MostBytes >> 20} MiB", "a report for readers", "give the report, not its data");
        }
    }
}
