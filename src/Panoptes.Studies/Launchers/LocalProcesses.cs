using Panoptes.Experiments.Launching;

namespace Panoptes.Studies.Launchers;

/// <summary>The processes of a pool that run, and which are to stop.</summary>
internal sealed class LocalProcesses
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ChildProcess> running = new(StringComparer.Ordinal);
    private readonly HashSet<string> cancelled = new(StringComparer.Ordinal);
    private bool isStopping;

    /// <summary>Starts a job's process, unless it is not to begin any more: a signal finds either a process or none that will be.</summary>
    public ChildProcess? Start(string job, Func<ChildProcess> start)
    {
        lock (gate)
        {
            if (isStopping || cancelled.Contains(job))
            {
                return null;
            }

            var process = start();
            running.Add(job, process);
            return process;
        }
    }

    /// <summary>Forgets a process that has ended.</summary>
    public void Remove(string job)
    {
        lock (gate)
        {
            if (running.Remove(job, out var process))
            {
                process.Dispose();
            }
        }
    }

    /// <summary>Sends a signal to all; no further one begins.</summary>
    public void Stop(int signal)
    {
        lock (gate)
        {
            isStopping = true;
            foreach (var process in running.Values)
            {
                process.Signal(signal);
            }
        }
    }

    /// <summary>Ends one job, which saves, or sees to it that it does not begin.</summary>
    public void Cancel(string job)
    {
        lock (gate)
        {
            cancelled.Add(job);
            running.GetValueOrDefault(job)?.Signal(SignalNumbers.Terminate);
        }
    }

    /// <summary>Whether a job was cancelled.</summary>
    public bool IsCancelled(string job)
    {
        lock (gate)
        {
            return cancelled.Contains(job);
        }
    }

    /// <summary>Whether a job was told to stop, alone or with all.</summary>
    public bool IsToStop(string job)
    {
        lock (gate)
        {
            return isStopping || cancelled.Contains(job);
        }
    }
}
