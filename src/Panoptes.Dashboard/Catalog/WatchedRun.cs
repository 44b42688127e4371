using Panoptes.Dashboard.Notes;

namespace Panoptes.Dashboard.Catalog;

/// <summary>One run that is watched: read again only where one of its files has changed.</summary>
internal sealed class WatchedRun
{
    // A living process renews its lock twice a minute.
    private static readonly TimeSpan Lively = TimeSpan.FromMinutes(2);

    private readonly TimeProvider time;
    private readonly string log;
    private readonly string lockFile;
    private readonly LogTally tally;
    private readonly Lock gate = new();
    private (DateTime Folder, DateTime Log, long Length) stamp;

    /// <summary>A run that was found.</summary>
    public WatchedRun(string fullPath, TimeProvider time)
    {
        this.time = time;
        (log, lockFile) = (Path.Combine(fullPath, "events.jsonl"), Path.Combine(fullPath, "run.lock"));
        tally = new LogTally(log);
        var (name, place) = RunNames.Of(fullPath);
        var file = new FileInfo(log);
        Entry = new RunEntry
        {
            Id = RunNames.Id(fullPath),
            FullPath = fullPath,
            Name = name,
            Place = place,
            Family = RunNames.Family(name),
            Updated = file.Exists ? file.LastWriteTimeUtc : default,
        };
    }

    /// <summary>What is known of it.</summary>
    public RunEntry Entry { get; private set; }

    /// <summary>Looks whether it has changed, and reads what has.</summary>
    /// <param name="folderChanged">When something was made or renamed in its folder; null reads it all again.</param>
    /// <returns>Whether what is known of it is another than before.</returns>
    public bool Refresh(DateTime? folderChanged)
    {
        lock (gate)
        {
            var file = new FileInfo(log);
            var now = (folderChanged ?? default, file.Exists ? file.LastWriteTimeUtc : default, file.Exists ? file.Length : 0);
            var before = Entry;
            if (now == stamp)
            {
                // Only that its process is gone leaves no trace.
                Entry = before.State == RunState.Running ? before with { State = State() } : before;
                return Entry != before;
            }

            var isRead = before.State != RunState.Unread && folderChanged is not null && folderChanged == stamp.Folder;
            var facts = isRead ? before.Facts : RunFacts.Read(before.FullPath);
            tally.Update(facts.Split);
            stamp = now;
            Entry = before with
            {
                Facts = facts,
                Note = isRead ? before.Note : new RunNoteFile(before.FullPath, time).Read(),
                State = State(),
                Step = tally.Step,
                Steps = tally.Steps > 0 ? tally.Steps : facts.Steps,
                Score = tally.Score,
                Loss = tally.Loss,
                ImagesPerSecond = tally.ImagesPerSecond,
                Began = tally.Began,
                Updated = tally.Last ?? before.Updated,
                Seconds = tally.Seconds,
                Error = tally.End is { Reason: "error", Error: { } error } ? error : "",
            };
            return true;
        }
    }

    private RunState State() => tally.End switch
    {
        { Reason: "completed" or "early" } => RunState.Completed,
        { Reason: "error" } => RunState.Failed,
        not null => RunState.Stopped,
        null when tally.Began is null => RunState.NotStarted,
        null => IsAlive() ? RunState.Running : RunState.Stopped,
    };

    // The lock is looked at and never opened: whoever opens it would keep a training from taking it.
    private bool IsAlive()
    {
        var (host, pid) = tally.Process;
        if (host == Environment.MachineName && OperatingSystem.IsLinux() && !Directory.Exists($"/proc/{pid}"))
        {
            return false;
        }

        var held = new FileInfo(lockFile);
        return held is { Exists: true, Length: > 0 } && time.GetUtcNow().UtcDateTime - held.LastWriteTimeUtc < Lively;
    }
}
