using System.Runtime.InteropServices;

namespace Panoptes.Foundation;

/// <summary>Writes files that are either there whole or not there: a temporary file, fsync, rename, fsync of the folder.</summary>
public static partial class AtomicFile
{
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY

    /// <summary>Writes a file so that a crash, a full disk or a kill leaves the old one or the new one, never a part.</summary>
    /// <param name="path">Where it goes; its folder is made where missing.</param>
    /// <param name="write">Writes the content; if it throws, nothing is left behind.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var file = new PendingFile(path);
        write(file.Stream);
        file.Complete();
    }

    /// <summary>Writes a file of bytes the same way.</summary>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes a text file (UTF-8, no byte order mark) the same way.</summary>
    public static void WriteText(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Makes a rename in a folder last.</summary>
    internal static void SyncFolder(string folder)
    {
        var descriptor = Open(folder, ReadOnlyDirectory);
        if (descriptor < 0)
        {
            return;
        }

        // Some file systems refuse to sync a folder; the rename has happened all the same.
        _ = Sync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
