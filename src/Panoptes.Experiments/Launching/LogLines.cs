using System.Text;

namespace Panoptes.Experiments.Launching;

/// <summary>The end of what a process wrote, as lines that can be shown in another place.</summary>
internal static class LogLines
{
    private const int MostBytes = 1 << 16;
    private const int Widest = 500;

    /// <summary>The last lines of a file, without blank ones.</summary>
    /// <param name="path">The file; one that cannot be read has no lines.</param>
    /// <param name="from">Bytes at its beginning that are not looked at.</param>
    /// <param name="count">At most so many lines.</param>
    public static IReadOnlyList<string> Last(string path, long from, int count)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = Math.Max(Math.Min(from, file.Length), file.Length - MostBytes);
            var bytes = new byte[file.Length - file.Position];
            return Last(bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)), count);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The last lines of a text in UTF-8.</summary>
    public static IReadOnlyList<string> Last(ReadOnlySpan<byte> text, int count) =>
        [.. Encoding.UTF8.GetString(text).Split('\n', '\r').Select(Plain).Where(line => line.Length > 0).TakeLast(count)];

    // Colors and the like end where another terminal would begin them.
    private static string Plain(string line)
    {
        var plain = string.Concat(line.Where(letter => !char.IsControl(letter) || letter == '\t')).TrimEnd();
        return plain.Length > Widest ? $"{plain[..Widest]}..." : plain;
    }
}
