using System.Text.Json;
using Panoptes.Experiments.Runs;

namespace Panoptes.Experiments.RunLists;

/// <summary>How a run stands, by its lock and the end of its event log.</summary>
/// <param name="Name">
/// <c>running</c>; <c>completed</c> or <c>early</c>; <c>signal</c> or <c>requested</c>, which the same command goes on with; <c>error</c>;
/// <c>killed</c>, without a last word; <c>untrained</c>, weights that no run trained; <c>begun</c>, before its first event.
/// </param>
/// <param name="Step">Steps done, as far as the log says.</param>
public sealed record RunState(string Name, long Step)
{
    private const int Tail = 1 << 16;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The state of a run.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="untrained">Whether it is of weights that no run trained.</param>
    public static RunState Of(RunFolder folder, bool untrained)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (untrained)
        {
            return new RunState("untrained", 0);
        }

        var (end, step, any) = LastEvents(folder.EventLog);
        return IsHeld(Path.Combine(folder.FullPath, RunLock.FileName)) ? new RunState("running", step)
            : new RunState(end ?? (any ? "killed" : "begun"), step);
    }

    // An owner empties the file when it lets go; one that was killed does not.
    private static bool IsHeld(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length == 0)
        {
            return false;
        }

        try
        {
            var owner = JsonSerializer.Deserialize<LockOwner>(File.ReadAllText(path));
            return owner is not null && DateTime.UtcNow - file.LastWriteTimeUtc < Patience
                && (owner.Host != Environment.MachineName || Directory.Exists($"/proc/{owner.Pid}"));
        }
        catch (JsonException)
        {
            return true;
        }
        catch (IOException)
        {
            // Who holds the lock lets nobody else read.
            return true;
        }
    }

    private static (string? End, long Step, bool Any) LastEvents(string path)
    {
        if (!File.Exists(path))
        {
            return (null, 0, false);
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        stream.Seek(-Math.Min(Tail, stream.Length), SeekOrigin.End);
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // The last line may be torn, and the first one cut.
        for (var k = lines.Length - 1; k >= 0; k--)
        {
            try
            {
                using var json = JsonDocument.Parse(lines[k]);
                var step = json.RootElement.TryGetProperty("step", out var number) ? number.GetInt64() : 0;
                var isEnd = json.RootElement.TryGetProperty("event", out var kind) && kind.GetString() == "attempt_end";
                return (isEnd ? json.RootElement.GetProperty("reason").GetString() : null, step, true);
            }
            catch (JsonException)
            {
            }
        }

        return (null, 0, lines.Length > 0);
    }
}
