using System.Collections.Concurrent;
using System.Diagnostics;

namespace Panoptes.Experiments.Launching;

/// <summary>All processes of this machine in one start, until the last has ended.</summary>
/// <param name="window">How long is waited for a better culprit than one that ended with 75.</param>
/// <param name="grace">How long the others have between SIGTERM and SIGKILL, once one has failed.</param>
internal sealed class World(TimeSpan window, TimeSpan grace) : IDisposable
{
    private readonly BlockingCollection<ProcessEnd> coming = [];
    private readonly List<ChildProcess> children = [];
    private readonly List<ProcessEnd> ended = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private readonly List<int> deaf = [];
    private bool isStopping;

    /// <summary>How many were started.</summary>
    public int Count => children.Count;

    /// <summary>The ranks that had to be killed, as they did not end by themselves once another one had failed.</summary>
    public IReadOnlyList<int> Deaf => deaf;

    /// <summary>Starts one more, unless all are to stop.</summary>
    /// <param name="start">Starts it, and has its end told.</param>
    public void Add(Func<Action<ProcessEnd>, ChildProcess> start)
    {
        // A signal finds either a process that gets it or one that is not started any more.
        lock (gate)
        {
            if (!isStopping)
            {
                children.Add(start(end => coming.Add(end)));
            }
        }
    }

    /// <summary>Passes a signal on that asks to stop.</summary>
    public void Stop(int signal)
    {
        lock (gate)
        {
            isStopping = true;
            children.ForEach(child => child.Signal(signal));
        }
    }

    /// <summary>Ends all that still run.</summary>
    public void Kill()
    {
        lock (gate)
        {
            isStopping = true;
            children.ForEach(child => child.Kill());
        }
    }

    /// <summary>Waits for all to end; where one fails, ends the others.</summary>
    /// <returns>The process that failed for a reason of its own, or null.</returns>
    public (ProcessEnd End, ChildProcess Process)? Wait()
    {
        TimeSpan? decide = null, kill = null;
        var failed = new List<ProcessEnd>();
        var isDecided = false;
        while (ended.Count < children.Count)
        {
            if (coming.TryTake(out var end, Until(isDecided ? kill : decide)))
            {
                ended.Add(end);

                // One that stopped as it was told to has not failed; another may still save.
                if (!end.IsDone && !isDecided && !(isStopping && end.IsResumable))
                {
                    failed.Add(end);
                    decide = end.IsResumable ? decide ?? clock.Elapsed + window : clock.Elapsed;
                }
            }

            if (!isDecided && decide <= clock.Elapsed)
            {
                (isDecided, kill) = (true, clock.Elapsed + grace);
                SignalAll(SignalNumbers.Terminate);
            }

            if (kill <= clock.Elapsed)
            {
                kill = null;
                deaf.AddRange(children.Select(child => child.Rank).Except(ended.Select(one => one.Rank)));
                Kill();
            }
        }

        return ProcessEnd.Culprit(failed.Count > 0 ? failed : ended) is { } culprit
            ? (culprit, children.First(child => child.Rank == culprit.Rank))
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        children.ForEach(child => child.Dispose());
        coming.Dispose();
    }

    private int Until(TimeSpan? time) =>
        time is { } at ? (int)Math.Clamp(Math.Ceiling((at - clock.Elapsed).TotalMilliseconds), 0, int.MaxValue) : Timeout.Infinite;

    private void SignalAll(int signal)
    {
        lock (gate)
        {
            children.ForEach(child => child.Signal(signal));
        }
    }
}
