namespace Panoptes.Foundation;

/// <summary>
/// A file that is written piece by piece and is there whole once it is completed: until then it lies under a temporary name beside its
/// place, and a crash or an error leaves what was there before.
/// </summary>
public sealed class PendingFile : IDisposable
{
    private readonly string path;
    private readonly string temporary;
    private readonly FileStream stream;
    private bool isDone;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it goes; its folder is made where missing.</param>
    public PendingFile(string path)
    {
        this.path = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(this.path)!;
        Directory.CreateDirectory(folder);
        temporary = Path.Combine(folder, $".{Path.GetFileName(this.path)}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp");
        stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
    }

    /// <summary>Where its content goes.</summary>
    public Stream Stream => stream;

    /// <summary>Puts the file in its place: fsync, rename, fsync of the folder. Nothing is written to it afterwards.</summary>
    public void Complete()
    {
        stream.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(temporary, path, overwrite: true);
        isDone = true;
        AtomicFile.SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Leaves nothing behind of a file that was not completed.</summary>
    public void Dispose()
    {
        if (isDone)
        {
            return;
        }

        try
        {
            stream.Dispose();
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // What is still in the buffer finds no room either; it is given up with the file.
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
