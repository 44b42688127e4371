using System.Text.Json;

namespace Panoptes.Experiments.Events;

/// <summary>
/// The append-only log of a run: one JSON object a line, each written in one call, so that a kill can tear the last
/// line only. Opening drops a torn line and says so.
/// </summary>
public sealed class EventLog : IDisposable
{
    private readonly FileStream stream;
    private readonly TimeProvider time;
    private readonly long began;
    private readonly Lock gate = new();

    private EventLog(FileStream stream, TimeProvider time, int attempt, int tornBytes)
    {
        this.stream = stream;
        this.time = time;
        began = time.GetTimestamp();
        Attempt = attempt;
        TornBytes = tornBytes;
    }

    /// <summary>The number that this process' events carry, from 1.</summary>
    public int Attempt { get; }

    /// <summary>Bytes of a torn last line that opening dropped; 0 where the log ended well.</summary>
    public int TornBytes { get; }

    /// <summary>Opens a log for a further attempt; makes it where missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    public static EventLog Open(string path, TimeProvider time)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var history = File.Exists(path) ? RunHistory.Read(path) : RunHistory.Empty;
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var torn = DropTornLine(stream);
        stream.Seek(0, SeekOrigin.End);
        return new EventLog(stream, time, history.Attempts + 1, torn);
    }

    /// <summary>Appends an event; version, times and attempt are filled in. Safe to call from any thread.</summary>
    public void Write(RunEvent entry)
    {
        var stamped = entry with
        {
            Utc = time.GetUtcNow().UtcDateTime,
            Ms = Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 3),
            Attempt = Attempt,
        };
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(stamped, EventJson.Options), (byte)'\n'];
        lock (gate)
        {
            stream.Write(line);
        }
    }

    /// <summary>Forces what was written to the disk: before a checkpoint that counts on it.</summary>
    public void Flush()
    {
        lock (gate)
        {
            stream.Flush(flushToDisk: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static int DropTornLine(FileStream stream)
    {
        var end = stream.Length;
        var position = end;
        var block = new byte[4096];
        while (position > 0)
        {
            var count = (int)Math.Min(block.Length, position);
            stream.Seek(position - count, SeekOrigin.Begin);
            stream.ReadExactly(block, 0, count);
            var newline = Array.LastIndexOf(block, (byte)'\n', count - 1, count);
            if (newline >= 0)
            {
                position = position - count + newline + 1;
                break;
            }

            position -= count;
        }

        if (position < end)
        {
            stream.SetLength(position);
        }

        return (int)(end - position);
    }
}
