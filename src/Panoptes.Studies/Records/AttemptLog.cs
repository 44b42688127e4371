using System.Text;
using System.Text.Json;

namespace Panoptes.Studies.Records;

/// <summary>The append-only log of one attempt: one JSON object a line, each in one write, so that a kill tears the last at most.</summary>
internal sealed class AttemptLog : IDisposable
{
    private readonly FileStream stream;
    private readonly TimeProvider time;
    private readonly long began;
    private readonly long attempt;
    private readonly string by;

    /// <summary>Begins one.</summary>
    /// <param name="path">The file, which is not there yet.</param>
    /// <param name="attempt">The attempt's fencing token.</param>
    /// <param name="by">Who writes: user@host.</param>
    /// <param name="time">The clock.</param>
    public AttemptLog(string path, long attempt, string by, TimeProvider time)
    {
        (this.attempt, this.by, this.time, began) = (attempt, by, time, time.GetTimestamp());
        stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Appends an event; times, attempt and author are filled in.</summary>
    public void Write(StudyEvent entry)
    {
        var stamped = entry with
        {
            Utc = time.GetUtcNow().UtcDateTime,
            Ms = Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 3),
            Attempt = attempt,
            By = by,
        };
        stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(stamped, StudyJson.Line), (byte)'\n']);
        stream.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>The events of a log that can be read; a torn last line is left out.</summary>
    public static IReadOnlyList<StudyEvent> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).OfType<StudyEvent>()];
    }

    /// <summary>One event, or null where a line is none of a version known here.</summary>
    public static StudyEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<StudyEvent>(line, StudyJson.Line) is { V: 1 } entry ? entry : null;
        }
        catch (Exception cause) when (cause is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
