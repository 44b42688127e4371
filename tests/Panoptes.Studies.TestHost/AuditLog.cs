using System.Text;

namespace Panoptes.Studies.TestHost;

/// <summary>
/// What happened to a key, line by line, each on disk before its writer goes on. It is the resource that the leases guard, and does what a
/// resource must: it takes nothing under a token older than the newest that has announced itself.
/// </summary>
public sealed class AuditLog(string folder)
{
    private const int Retry = 2;

    /// <summary>Where the log of a key is.</summary>
    public string PathOf(string key) => Path.Combine(folder, key + ".log");

    /// <summary>The lines of a key.</summary>
    public IReadOnlyList<AuditLine> Lines(string key)
    {
        using var stream = Open(PathOf(key), FileAccess.Read, FileShare.ReadWrite);
        return Read(stream);
    }

    /// <summary>Appends the line that is made of those that are there, while no other process may.</summary>
    public AuditLine Append(string key, Func<IReadOnlyList<AuditLine>, AuditLine> make)
    {
        using var gate = Exclusive(Path.Combine(folder, key + ".lock"));
        using var stream = Open(PathOf(key), FileAccess.ReadWrite, FileShare.ReadWrite);
        var line = make(Read(stream));
        stream.Seek(0, SeekOrigin.End);
        stream.Write(Encoding.UTF8.GetBytes(line.ToString()));
        stream.Flush(flushToDisk: true);
        return line;
    }

    private static IReadOnlyList<AuditLine> Read(FileStream stream)
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);

        // A line is written at once, and not half of it.
        return [.. Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(AuditLine.Parse)];
    }

    private static FileStream Exclusive(string path)
    {
        while (true)
        {
            try
            {
                return Open(path, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                Thread.Sleep(Retry);
            }
        }
    }

    private static FileStream Open(string path, FileAccess access, FileShare share) =>
        new(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = access, Share = share, BufferSize = 0 });
}
