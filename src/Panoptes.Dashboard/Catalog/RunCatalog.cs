using System.Collections.Concurrent;

namespace Panoptes.Dashboard.Catalog;

/// <summary>
/// The runs and studies below some folders, kept up to date. What was written last is read first, so that a first page is whole before the
/// rest is.
/// </summary>
/// <param name="roots">The folders; those that are missing may come later.</param>
/// <param name="time">The clock.</param>
internal sealed class RunCatalog(IReadOnlyList<string> roots, TimeProvider time)
{
    private const int Workers = 2;
    private const int Restraint = 10;
    private const int FirstPage = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstNews = TimeSpan.FromMilliseconds(200);

    private readonly FolderScan scan = new([.. roots.Select(Path.GetFullPath)]);
    private readonly ConcurrentDictionary<string, WatchedRun> runs = new();
    private readonly Lock gate = new();
    private long version;
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (long Version, IReadOnlyList<RunEntry> Entries) listed = (-1, []);

    /// <summary>The folders.</summary>
    public IReadOnlyList<string> Roots { get; } = [.. roots.Select(Path.GetFullPath)];

    /// <summary>Grows with every change.</summary>
    public long Version => Interlocked.Read(ref version);

    /// <summary>Whether the folders were looked through once.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Is done once the runs are found, and as many of them read as a first page shows.</summary>
    public Task Begun => begun.Task;

    /// <summary>The studies' folders.</summary>
    public IReadOnlyList<string> Studies { get; private set; } = [];

    /// <summary>All runs, in no order.</summary>
    public IReadOnlyList<RunEntry> All()
    {
        lock (gate)
        {
            var now = Version;
            if (listed.Version != now)
            {
                listed = (now, [.. runs.Values.Select(run => run.Entry)]);
            }

            return listed.Entries;
        }
    }

    /// <summary>A run; null where there is none of this name.</summary>
    public RunEntry? Find(string id) => runs.TryGetValue(id, out var run) ? run.Entry : null;

    /// <summary>Reads a run again at once: it was just changed from here.</summary>
    public void Reread(string id)
    {
        if (runs.TryGetValue(id, out var run) && run.Refresh(null))
        {
            Interlocked.Increment(ref version);
        }
    }

    /// <summary>Looks through the folders once.</summary>
    public void Refresh()
    {
        var found = scan.Find();
        var ids = new HashSet<string>();
        var seen = new List<(WatchedRun Run, DateTime Changed)>(found.Count);
        foreach (var folder in found.Where(folder => !folder.IsStudy))
        {
            if (ids.Add(RunNames.Id(folder.FullPath)))
            {
                seen.Add((runs.GetOrAdd(RunNames.Id(folder.FullPath), _ => new WatchedRun(folder.FullPath, time)), folder.Changed));
            }
        }

        string[] studies = [.. found.Where(folder => folder.IsStudy).Select(folder => folder.FullPath).Distinct()];
        var isOther = !studies.SequenceEqual(Studies);
        Studies = studies;
        foreach (var id in runs.Keys.Where(id => !ids.Contains(id)))
        {
            isOther |= runs.TryRemove(id, out _);
        }

        if (isOther || seen.Exists(one => one.Run.Entry.State == RunState.Unread))
        {
            Interlocked.Increment(ref version);
        }

        Read(seen);
        IsComplete = true;
        begun.TrySetResult();
        if (isOther)
        {
            Interlocked.Increment(ref version);
        }
    }

    /// <summary>Looks through the folders until told to stop, at most a tenth of the time.</summary>
    public async Task Watch(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            try
            {
                await Task.Run(Refresh, cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever lies in the folders, the next look sees what is left of it.
            catch (Exception)
#pragma warning restore CA1031
            {
                Interlocked.Increment(ref version);
            }

            var rest = Restraint * time.GetElapsedTime(began);
            try
            {
                await Task.Delay(rest > Pause ? rest : Pause, time, cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Read(List<(WatchedRun Run, DateTime Changed)> seen)
    {
        seen.Sort((a, b) => b.Run.Entry.Updated.CompareTo(a.Run.Entry.Updated));
        var told = time.GetTimestamp();
        var (isNew, done) = (0, 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Workers };
        var inOrder = Partitioner.Create(seen, EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(inOrder, options, one =>
        {
            if (TryRefresh(one.Run, one.Changed))
            {
                Interlocked.Exchange(ref isNew, 1);
            }

            if (Interlocked.Increment(ref done) == FirstPage)
            {
                Interlocked.Increment(ref version);
                begun.TrySetResult();
            }

            if (time.GetElapsedTime(Interlocked.Read(ref told)) > FirstNews && Interlocked.Exchange(ref isNew, 0) == 1)
            {
                Interlocked.Exchange(ref told, time.GetTimestamp());
                Interlocked.Increment(ref version);
            }
        });
        if (isNew == 1)
        {
            Interlocked.Increment(ref version);
        }
    }

    private static bool TryRefresh(WatchedRun run, DateTime changed)
    {
        try
        {
            return run.Refresh(changed);
        }
#pragma warning disable CA1031 // A run whose files are broken must not keep the others from being read.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
