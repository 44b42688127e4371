using System.Globalization;
using Panoptes.Experiments.Launching;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Launchers;
using Panoptes.Studies.Planning;
using Panoptes.Studies.Records;
using Panoptes.Studies.Statuses;
using Panoptes.Studies.Stores;
using Panoptes.Training.Signals;

namespace Panoptes.Studies.Sessions;

/// <summary>Gives cells to a launcher.</summary>
public sealed class StudySubmission
{
    private const double Reserve = 1.25;
    private const long LeastReserve = 512;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.5);
    private readonly StudyContext study;
    private readonly LauncherConfig config;
    private readonly Func<IReadOnlyList<string>, ChildCommand> program;
    private readonly Action<string> say;
    private readonly Lazy<CostEstimates> costs;

    /// <summary>Makes a submission.</summary>
    /// <param name="study">The study.</param>
    /// <param name="config">What carries the cells out.</param>
    /// <param name="program">The command of this program with a verb and its arguments.</param>
    /// <param name="say">Told what should be known, a line each.</param>
    public StudySubmission(
        StudyContext study, LauncherConfig config, Func<IReadOnlyList<string>, ChildCommand> program, Action<string> say) =>
        (this.study, this.config, this.program, this.say, costs) = (study, config, program, say, new(() => new CostEstimates(study)));

    /// <summary>Has all cells carried out that are to do.</summary>
    /// <param name="wanted">Which are meant.</param>
    /// <param name="alsoFailed">Whether those that failed or were cancelled are to be done again.</param>
    /// <returns>0 where all are done or given to a scheduler, 75 where a signal stopped it, 1 where one failed.</returns>
    public int Run(Func<PlannedCell, bool> wanted, bool alsoFailed)
    {
        RequireBudget();
        var launcher = StudyLaunchers.Of(config, study.Folder.Jobs);
        var rows = StudyStatus.Refresh(study, launcher);
        var cells = ToDo(rows, wanted, alsoFailed);
        var skipped = rows.Count(row => row.IsInMatrix && StatusTable.IsActive(row.Status.State));
        say($"{cells.Count} cells to do{(skipped > 0 ? $", {skipped} are being worked at" : "")}");
        if (cells.Count == 0)
        {
            return 0;
        }

        if (alsoFailed)
        {
            Want(cells, rows);
        }

        if (launcher is not null)
        {
            var jobs = Submit(launcher, cells);
            say($"{jobs.Count} given to {launcher.Name}");
            return jobs.Count == cells.Count || config.Kind == LauncherKind.DryRun ? 0 : 1;
        }

        var ends = study.Config.Search is null ? RunHere(cells) : SearchHere(cells);
        return ends.Any(phase => phase is JobPhase.Failed or JobPhase.OutOfMemory) ? 1 : ends.Contains(JobPhase.Interrupted) ? 75 : 0;
    }

    /// <summary>The cells to do, in the order of the matrix.</summary>
    /// <param name="rows">What has become of all cells.</param>
    /// <param name="wanted">Which are meant.</param>
    /// <param name="alsoFailed">Whether those that failed or were cancelled are to be done again.</param>
    public IReadOnlyList<PlannedCell> ToDo(IReadOnlyList<CellRow> rows, Func<PlannedCell, bool> wanted, bool alsoFailed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(wanted);
        var state = rows.Where(row => row.IsInMatrix).ToDictionary(row => row.Id, row => row.Status.State);
        return
        [
            .. study.Cells.Where(cell => cell.Skipped is null && wanted(cell)
                && StatusTable.IsToDo(state.GetValueOrDefault(cell.Id, CellState.Planned), alsoFailed)),
        ];
    }

    /// <summary>Refuses what is expected to cost more than the study may.</summary>
    /// <exception cref="InputException">It is too much.</exception>
    public void RequireBudget()
    {
        if (study.Config.Budget.DeviceHours is not { } most)
        {
            return;
        }

        var (hours, unknown) = costs.Value.Left(study);
        var spent = study.Store.Cells().Sum(row => row.Seconds) * study.Config.Launcher.Processes / 3600;
        if (hours + spent > most)
        {
            throw new InputException(
                "budget.device_hours", $"{hours + spent:F1} hours ({spent:F1} spent, {hours:F1} expected)", $"at most {most:F1}",
                "leave cells out with conditions, shorten them, or raise budget.device_hours");
        }

        if (unknown > 0)
        {
            say($"note: nobody knows what {unknown} of the cells cost; measure with: ./panoptes study plan {study.Folder.Shown} --measure");
        }
    }

    /// <summary>What a launcher is asked to carry out for a cell.</summary>
    public JobRequest Request(PlannedCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new JobRequest(
            cell.Id, $"{study.Folder.Name}/{cell.Id}", cell.Fingerprint,
            program(["cell", "run", study.Folder.FullPath, cell.Id]), Path.Combine(study.Folder.Jobs, $"{cell.Id}.log"),
            config.Kind is LauncherKind.Slurm or LauncherKind.Lsf ? Memory(costs.Value.Of(cell)) : null);
    }

    // Slurm is asked for memory of the host, LSF for that of the GPU; what was measured is what a run took, not what it may take.
    private long? Memory(CellCost cost) => cost.IsHostMemory == (config.Kind == LauncherKind.Slurm) && cost.MemoryMib is { } mib
        ? (long)Math.Ceiling(mib * Reserve) + LeastReserve
        : null;

    /// <summary>Gives cells to a launcher that works on without this process, and writes down which job each became.</summary>
    public IReadOnlyList<SubmittedJob> Submit(ILauncher launcher, IReadOnlyList<PlannedCell> cells)
    {
        ArgumentNullException.ThrowIfNull(launcher);
        ArgumentNullException.ThrowIfNull(cells);
        var jobs = launcher.Submit([.. cells.Select(Request)], say);
        var byId = cells.ToDictionary(cell => cell.Id);
        foreach (var job in jobs)
        {
            Note(byId[job.Cell], job);
        }

        return jobs;
    }

    /// <summary>Carries cells out on this machine, a few at a time, until all have ended.</summary>
    /// <returns>How each ended.</returns>
    public IReadOnlyList<JobPhase> RunHere(IReadOnlyList<PlannedCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var byId = cells.ToDictionary(cell => cell.Id);
        using var pool = new LocalPool(config, id => StepOf(byId[id]));
        var ends = pool.Run(
            [.. cells.Select(Request)], say, job => Begin(byId[job.Cell], job), end => Tell(byId[end.Request.Cell], end.Phase));
        return [.. ends.Select(end => end.Phase)];
    }

    // A search goes on as results come in: whenever a slot is free, what is best begun next is planned and begun.
    private List<JobPhase> SearchHere(IReadOnlyList<PlannedCell> first)
    {
        using var signals = StopSignals.Listen();
        using var launcher = new LocalLauncher(config, id => StepOf(study.Cells.First(cell => cell.Id == id)));
        var (begun, running, ends) = (new HashSet<string>(), new Dictionary<string, PlannedCell>(), new List<JobPhase>());
        for (var next = first; ;)
        {
            foreach (var end in launcher.Ask([.. running.Keys]).Where(job => job.Phase is not (JobPhase.Pending or JobPhase.Running)))
            {
                running.Remove(end.Job, out var cell);
                ends.Add(end.Phase);
                Tell(cell!, end.Phase);
            }

            if (signals.Received is not null)
            {
                // Those that run are told to save, and waited for, as the launcher is left.
                ends.Add(JobPhase.Interrupted);
                return ends;
            }

            var free = config.Local.Slots - running.Count;
            var begin = next.Where(cell => !begun.Contains(cell.Id)).Take(free).ToDictionary(cell => cell.Id);
            begun.UnionWith(begin.Keys);
            foreach (var job in begin.Count > 0 ? launcher.Submit([.. begin.Values.Select(Request)], say) : [])
            {
                running[job.Job] = begin[job.Cell];
                Begin(begin[job.Cell], job);
            }

            if (running.Count == 0 && StudySearch.IsOver(study, study.Cells))
            {
                return ends;
            }

            signals.Token.WaitHandle.WaitOne(Look);
            next = free > begin.Count ? Left(StudySearch.Extend(study, free - begin.Count), begun) : [];
        }
    }

    private void Begin(PlannedCell cell, SubmittedJob job)
    {
        say($"{cell}: begun");
        Note(cell, job);
    }

    private void Tell(PlannedCell cell, JobPhase phase)
    {
        var row = study.Index.Refresh(cell, study.Leases.Read(cell.Fingerprint));
        if (phase != JobPhase.Ended)
        {
            return;
        }

        say(row.Value is { } value
            ? string.Create(CultureInfo.InvariantCulture, $"{cell}: {row.Metric} {value:F4}, {row.Seconds:F0} s")
            : $"{cell}: {row.Status.State.ToString().ToLowerInvariant()}");
    }

    // What is to do of a plan, but for what was begun here already.
    private List<PlannedCell> Left(IReadOnlyList<PlannedCell> cells, HashSet<string> begun)
    {
        var reader = new Progress.CellReader(study.Folder, study.Config.Leases);
        var held = study.Held();
        return
        [
            .. cells.Where(cell => !begun.Contains(cell.Id)
                && StatusTable.IsToDo(reader.Status(cell, held.GetValueOrDefault(cell.Fingerprint)).State)),
        ];
    }

    // What failed is begun again with a clean sheet: its failures before count no more.
    private void Want(IReadOnlyList<PlannedCell> cells, IReadOnlyList<CellRow> rows)
    {
        var failed = rows.Where(row => row.Status.State is CellState.Failed or CellState.Cancelled).Select(row => row.Id).ToHashSet();
        foreach (var cell in cells.Where(cell => failed.Contains(cell.Id)))
        {
            CellActs.Note(study, cell, new WantedNote { Reason = "submitted again" });
        }
    }

    private long StepOf(PlannedCell cell) =>
        study.Folder.Of(cell).Begun() is [.., var newest] ? Progress.RunProgress.Read(newest).Step : 0;

    private void Note(PlannedCell cell, SubmittedJob job) =>
        CellActs.Note(study, cell, new SubmittedNote { Scheduler = job.Scheduler, Job = job.Job });
}
