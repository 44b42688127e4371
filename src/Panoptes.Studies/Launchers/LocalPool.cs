using System.Collections.Concurrent;
using System.Globalization;
using Panoptes.Experiments.Launching;
using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>
/// Runs cells on this machine, a few at a time, each as a process with its own log. One that fails takes none of the others down; one that
/// was interrupted goes on as long as it makes progress. Its cells do not outlive the process that has it.
/// </summary>
public sealed class LocalPool : IDisposable
{
    private const int Patience = 3;
    private readonly LocalSlots slots;
    private readonly Func<string, long> step;
    private readonly BlockingCollection<int> free = [];
    private readonly FreePorts ports = new();
    private readonly LocalProcesses processes = new();
    private int numbered;
    private int interrupts;

    /// <summary>Makes one.</summary>
    /// <param name="config">Slots, and what each has.</param>
    /// <param name="step">
    /// Steps that a cell has done, by its id, asked from any thread: after three interruptions in which it has not risen, the cell is given
    /// up.
    /// </param>
    /// <exception cref="InputException">A setting is out of range, or this machine has not what it asks for.</exception>
    public LocalPool(LauncherConfig config, Func<string, long> step)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        slots = new LocalSlots(config);
        this.step = step;
        for (var slot = 0; slot < config.Local.Slots; slot++)
        {
            free.Add(slot);
        }
    }

    /// <summary>
    /// Runs cells in the foreground until all have ended. SIGTERM, SIGINT, SIGHUP and SIGUSR1 are passed on, and the cells waited for: no
    /// further one begins. A second SIGINT ends them.
    /// </summary>
    /// <param name="requests">The cells.</param>
    /// <param name="say">Told what should be known, a line each, on any thread.</param>
    /// <param name="began">Told each job as its process begins, on any thread; null for nobody.</param>
    /// <param name="ended">Told each end, on any thread; null for nobody.</param>
    /// <returns>How each ended, in the order of the requests; one that did not begin is <see cref="JobPhase.Interrupted"/>.</returns>
    public IReadOnlyList<LocalEnd> Run(
        IReadOnlyList<JobRequest> requests, Action<string> say, Action<SubmittedJob>? began = null, Action<LocalEnd>? ended = null)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(say);
        using var signals = new LaunchSignals(Receive);
        return Work([.. requests.Select(Number)], say, (job, end) =>
        {
            if (end is null)
            {
                began?.Invoke(job);
            }
            else
            {
                ended?.Invoke(end);
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        processes.Stop(SignalNumbers.Terminate);
        free.Dispose();
    }

    /// <summary>A cell with the number of its job: this process's, and which of its cells.</summary>
    internal (JobRequest Request, SubmittedJob Job) Number(JobRequest request) => (request, new SubmittedJob(
        request.Cell, "local",
        string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref numbered)}")));

    /// <summary>Ends a job.</summary>
    internal void Cancel(string job) => processes.Cancel(job);

    /// <summary>Passes a signal on.</summary>
    internal void Receive(int signal)
    {
        // The terminal sends Ctrl-C to the cells too, to which a second one means to end at once, unsaved.
        processes.Stop(
            signal != SignalNumbers.Interrupt ? signal
            : Interlocked.Increment(ref interrupts) > 1 ? SignalNumbers.Kill : SignalNumbers.Terminate);
    }

    /// <summary>Runs cells until all have ended; several threads may do so, and share the slots.</summary>
    /// <param name="jobs">The cells, and their jobs.</param>
    /// <param name="say">Told what should be known.</param>
    /// <param name="tell">Told that a job begins, with null, and its end.</param>
    internal IReadOnlyList<LocalEnd> Work(
        IReadOnlyList<(JobRequest Request, SubmittedJob Job)> jobs, Action<string> say, Action<SubmittedJob, LocalEnd?> tell)
    {
        var ends = new LocalEnd[jobs.Count];
        var next = -1;
        var threads = Enumerable.Range(0, Math.Min(slots.Count, jobs.Count)).Select(i => new Thread(Loop)
        {
            IsBackground = true,
            Name = $"cells {i}",
        }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return ends;

        void Loop()
        {
            for (var i = Interlocked.Increment(ref next); i < jobs.Count; i = Interlocked.Increment(ref next))
            {
                var (request, job) = jobs[i];
                var slot = free.Take();
                try
                {
                    ends[i] = RunCell(slot, request, job, say, tell);
                }
                catch (Exception failed) when (failed is InputException or IOException or UnauthorizedAccessException)
                {
                    ends[i] = new LocalEnd(request, JobPhase.Failed, -1, 0, failed.Message);
                }
                finally
                {
                    free.Add(slot);
                }

                if (ends[i] is { Reason.Length: > 0 } and ({ Attempts: > 0 } or { Phase: JobPhase.Failed }))
                {
                    say($"{request.Name}: {ends[i].Reason}");
                }

                tell(job, ends[i]);
            }
        }
    }

    private LocalEnd RunCell(int slot, JobRequest request, SubmittedJob job, Action<string> say, Action<SubmittedJob, LocalEnd?> tell)
    {
        var before = step(request.Cell);
        var fruitless = 0;
        (int Code, string? Last) end = (-1, null);
        for (var attempts = 0; ; attempts++)
        {
            if (RunOnce(slot, request, job.Job, () => tell(job, null)) is not { } now)
            {
                // Told to stop before it began, for the first time or again.
                return new LocalEnd(
                    request, processes.IsCancelled(job.Job) ? JobPhase.Cancelled : JobPhase.Interrupted, end.Code, attempts,
                    attempts == 0 ? "not begun" : $"interrupted; it can go on{LocalEnd.After(end.Last)}");
            }

            end = now;
            if (end.Code != LocalEnd.Resumable || processes.IsToStop(job.Job))
            {
                var (phase, reason) = LocalEnd.Judge(end.Code, processes.IsCancelled(job.Job), processes.IsToStop(job.Job), end.Last);
                return new LocalEnd(request, phase, end.Code, attempts + 1, reason);
            }

            var done = step(request.Cell);
            fruitless = done > before ? 0 : fruitless + 1;
            before = done;
            if (fruitless >= Patience)
            {
                return new LocalEnd(
                    request, JobPhase.Interrupted, end.Code, attempts + 1,
                    $"interrupted {Patience} times without progress, at step {done}{LocalEnd.After(end.Last)}");
            }

            say($"{request.Name}: interrupted at step {done}; it goes on");
        }
    }

    /// <summary>One process; null where it was not to begin any more.</summary>
    private (int Code, string? Last)? RunOnce(int slot, JobRequest request, string job, Action began)
    {
        var log = Path.GetFullPath(request.Log);
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        var port = ports.Take();
        using var ended = new BlockingCollection<ProcessEnd>();
        try
        {
            var process = processes.Start(job, () => ChildProcess.Start(
                slot, slots.Command(slot, request.Command), variables => slots.Set(variables, slot, job, port), log, console: null,
                ended.Add));
            if (process is null)
            {
                return null;
            }

            began();
            return (ended.Take().Code, process.LastLine());
        }
        finally
        {
            processes.Remove(job);
            ports.Return(port);
        }
    }
}
