using System.Text.Json;

namespace Panoptes.Experiments.Events;

/// <summary>
/// Reads an event log again and again, each time only what was added since: for whoever watches a run. A log that has become shorter, or is
/// another file, is read from its beginning. A torn last line waits for its end, as a run may be writing it now. Not for several threads.
/// </summary>
/// <param name="path">The file; a missing one is an empty log.</param>
public sealed class RunLogReader(string path)
{
    private const byte NewLine = (byte)'\n';
    private readonly List<RunEvent> kept = [];
    private long position;
    private (int Attempts, int Superseded, int Unreadable) counts;

    /// <summary>The history up to now.</summary>
    public RunHistory Read()
    {
        var added = Added(path, ref position, out var isAnew);
        if (isAnew)
        {
            kept.Clear();
            counts = default;
        }

        foreach (var line in Lines(added))
        {
            Take(Parse(added.AsSpan(line)));
        }

        return new RunHistory([.. kept], counts.Attempts, counts.Superseded, counts.Unreadable);
    }

    /// <summary>What was added to a log since a position: whole lines only.</summary>
    /// <param name="path">The file; a missing one is empty.</param>
    /// <param name="position">Up to where it was read; moved on.</param>
    /// <param name="isAnew">Whether it is read from its beginning: for the first time, or as it has become shorter.</param>
    public static byte[] Added(string path, ref long position, out bool isAnew)
    {
        isAnew = position == 0;
        if (!File.Exists(path))
        {
            isAnew = true;
            position = 0;
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length < position)
        {
            isAnew = true;
            position = 0;
        }

        var bytes = new byte[file.Length - position];
        file.Seek(position, SeekOrigin.Begin);
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var whole = bytes.AsSpan(0, read).LastIndexOf(NewLine) + 1;
        position += whole;
        return whole == bytes.Length ? bytes : bytes[..whole];
    }

    /// <summary>Where the lines of a piece of a log stand; empty ones are left out.</summary>
    /// <param name="bytes">The piece, which ends with a line.</param>
    public static IEnumerable<Range> Lines(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        for (var start = 0; start < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, NewLine, start);
            end = end < 0 ? bytes.Length : end;
            if (end > start)
            {
                yield return start..end;
            }

            start = end + 1;
        }
    }

    /// <summary>The event of a line; null where it is none of a version known here.</summary>
    /// <param name="line">UTF-8 without the line's end.</param>
    public static RunEvent? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunEvent>(line, EventJson.Options) is { V: 1 } entry ? entry : null;
        }
        catch (Exception cause) when (cause is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private void Take(RunEvent? entry)
    {
        if (entry is null)
        {
            counts.Unreadable++;
            return;
        }

        counts.Attempts = Math.Max(counts.Attempts, entry.Attempt);
        if (entry is AttemptStarted start)
        {
            counts.Superseded += kept.RemoveAll(
                earlier => earlier.Step > start.Step && (earlier is TrainPoint or EvaluationPoint or CheckpointSaved));
        }

        kept.Add(entry);
    }
}
