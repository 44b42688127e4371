using System.Text;

namespace Panoptes.Dashboard.Files;

/// <summary>The end of a text file, or what was added to it.</summary>
/// <param name="Text">The text; bytes that are no UTF-8 are shown as such.</param>
/// <param name="Start">From which byte on it was read.</param>
/// <param name="End">Up to which.</param>
internal sealed record LogTail(string Text, long Start, long End)
{
    private const int Most = 1 << 16;

    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="from">From which byte on; the last 64 KiB at most, also where the file has become shorter.</param>
    public static LogTail Read(string path, long from)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var start = from < 0 || from > file.Length ? 0 : from;
        start = Math.Max(start, file.Length - Most);
        var bytes = new byte[file.Length - start];
        file.Seek(start, SeekOrigin.Begin);
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var first = 0;
        if (start > 0 && start != from)
        {
            // The piece begins in the middle of a line.
            first = Array.IndexOf(bytes, (byte)'\n', 0, count) + 1;
        }

        return new LogTail(Encoding.UTF8.GetString(bytes, first, count - first), start, start + count);
    }
}
