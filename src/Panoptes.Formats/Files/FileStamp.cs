using Microsoft.Win32.SafeHandles;
using Panoptes.Foundation;

namespace Panoptes.Formats.Files;

/// <summary>What a file was like when it was read first, so that a second reading finds the same.</summary>
/// <param name="Path">The file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Written">When it was last written.</param>
internal sealed record FileStamp(string Path, long Length, DateTime Written)
{
    /// <summary>The stamp of an open file; null where it can be read once only, as a pipe.</summary>
    public static FileStamp? Of(string path, FileStream stream) =>
        stream.CanSeek ? new FileStamp(path, stream.Length, File.GetLastWriteTimeUtc(stream.SafeFileHandle)) : null;

    /// <summary>Opens the file once more.</summary>
    /// <exception cref="InputException">It is gone, or not what it was.</exception>
    public SafeFileHandle OpenAgain()
    {
        if (!File.Exists(Path))
        {
            throw Changed();
        }

        var file = File.OpenHandle(Path);
        if (RandomAccess.GetLength(file) == Length && File.GetLastWriteTimeUtc(file) == Written)
        {
            return file;
        }

        file.Dispose();
        throw Changed();
    }

    /// <summary>The error that the file is not what it was.</summary>
    public InputException Changed() => new(
        Path, "another file than at the start", "a file that stays as it is until all of it is read",
        "start again once it is written in full");
}
