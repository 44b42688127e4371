namespace Panoptes.Studies.Launchers;

/// <summary>
/// Runs cells on this machine in the background of this process, all submissions through the same slots. They do not outlive it: disposing
/// of it has those that run save and stop, and waits for them. <see cref="LocalPool"/> runs them in the foreground.
/// </summary>
public sealed class LocalLauncher : ILauncher, IDisposable
{
    private readonly LocalPool pool;
    private readonly Lock gate = new();
    private readonly Dictionary<string, JobState> states = new(StringComparer.Ordinal);
    private readonly List<Thread> batches = [];

    /// <summary>Makes one.</summary>
    /// <param name="config">Slots, and what each has.</param>
    /// <param name="step">Steps that a cell has done, by its id, as for <see cref="LocalPool"/>.</param>
    /// <exception cref="Foundation.InputException">A setting is out of range, or this machine has not what it asks for.</exception>
    public LocalLauncher(LauncherConfig config, Func<string, long> step) => pool = new LocalPool(config, step);

    /// <inheritdoc/>
    public string Name => "local";

    /// <inheritdoc/>
    public IReadOnlyList<SubmittedJob> Submit(IReadOnlyList<JobRequest> requests, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(say);
        var jobs = requests.Select(pool.Number).ToList();
        lock (gate)
        {
            foreach (var (_, job) in jobs)
            {
                states[job.Job] = new JobState(job.Job, JobPhase.Pending, "WAITING", "no free slot yet");
            }

            var batch = new Thread(() => pool.Work(jobs, say, Tell)) { IsBackground = true, Name = "cells" };
            batches.Add(batch);
            batch.Start();
        }

        return [.. jobs.Select(job => job.Job)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<JobState> Ask(IReadOnlyList<string> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        lock (gate)
        {
            return [.. jobs.Select(job => states.GetValueOrDefault(job) ?? new JobState(job, JobPhase.Unknown, "", ""))];
        }
    }

    /// <inheritdoc/>
    public void Cancel(IReadOnlyList<string> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        foreach (var job in jobs)
        {
            pool.Cancel(job);
        }
    }

    /// <summary>Waits until all that was submitted has ended.</summary>
    public void Wait()
    {
        List<Thread> all;
        lock (gate)
        {
            all = [.. batches];
        }

        all.ForEach(batch => batch.Join());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pool.Receive(Experiments.Launching.SignalNumbers.Terminate);
        Wait();
        pool.Dispose();
    }

    private void Tell(SubmittedJob job, LocalEnd? end)
    {
        lock (gate)
        {
            states[job.Job] = end is null ? new JobState(job.Job, JobPhase.Running, "RUNNING", "")
                : new JobState(job.Job, end.Phase, end.Code < 0 ? "" : $"EXIT {end.Code}", end.Reason);
        }
    }
}
