using System.Security.Cryptography;
using System.Text;
using Panoptes.Foundation;

namespace Panoptes.Studies.Imports.Sources;

/// <summary>A line of a text file.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Text">Its text without the end; empty where it is longer than a line may be.</param>
/// <param name="IsWhole">Whether it ends with a line break: the last line of a file that is being written may not.</param>
/// <param name="IsTooLong">Whether it is longer than a line may be.</param>
internal readonly record struct SourceLine(int Number, string Text, bool IsWhole, bool IsTooLong);

/// <summary>Reads files that others wrote, within bounds and with errors that name them.</summary>
internal static class SourceFile
{
    /// <summary>The longest line that is looked at, in characters.</summary>
    public const int LongestLine = 1 << 20;

    private const long LargestText = 1L << 30;
    private const int LargestConfig = 4 << 20;

    /// <summary>Opens a file that may still be written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shown">What errors call it.</param>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public static FileStream Open(string path, string shown)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputException(shown, $"a file that cannot be read ({cause.Message})", "one that can", "check its rights", cause);
        }
    }

    /// <summary>The record of a file: its place, hash and size.</summary>
    public static ImportedFile Record(SourceTree tree, string path, bool holdsResults)
    {
        using var stream = Open(path, tree.Shown(path));
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        return new ImportedFile(tree.Relative(path), hash, stream.Position, holdsResults);
    }

    /// <summary>The lines of a text (UTF-8; what is not becomes U+FFFD).</summary>
    /// <exception cref="InputException">It is too large, or cannot be read.</exception>
    public static IEnumerable<SourceLine> Lines(string path, string shown)
    {
        using var stream = Open(path, shown);
        RefuseLarger(stream.Length, LargestText, shown);
        using var reader = new StreamReader(stream);
        var line = new StringBuilder();
        var block = new char[1 << 14];
        var (number, length) = (1, 0L);
        for (var count = reader.Read(block); count > 0; count = reader.Read(block))
        {
            var from = 0;
            while (from < count)
            {
                var end = Array.IndexOf(block, '\n', from, count - from);
                var until = end < 0 ? count : end;
                length += until - from;
                if (length <= LongestLine)
                {
                    line.Append(block, from, until - from);
                }

                if (end >= 0)
                {
                    yield return new SourceLine(number++, Text(line, length), true, length > LongestLine);
                    line.Clear();
                    length = 0;
                }

                from = until + 1;
            }
        }

        if (length > 0)
        {
            yield return new SourceLine(number, Text(line, length), false, length > LongestLine);
        }

        static string Text(StringBuilder line, long length) => length > LongestLine ? "" : line.ToString().TrimEnd('\r');
    }

    /// <summary>The text of a configuration.</summary>
    /// <exception cref="InputException">It is too large, or cannot be read.</exception>
    public static string Config(string path, string shown)
    {
        using var stream = Open(path, shown);
        RefuseLarger(stream.Length, LargestConfig, shown);
        using var reader = new StreamReader(stream);
        var text = new char[stream.Length];
        return new string(text, 0, reader.ReadBlock(text));
    }

    private static void RefuseLarger(long length, long most, string shown)
    {
        if (length > most)
        {
            throw new InputException(shown, $"{length} bytes", $"at most {most}", "give the part of it that holds the results");
        }
    }
}
