using System.Collections.Concurrent;
using System.Globalization;
using Panoptes.Experiments.Launching;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Folders;
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

    /// <summary>Makes a submission.</summary>
    /// <param name="study">The study.</param>
    /// <param name="config">What carries the cells out.</param>
    /// <param name="program">The command of this program with a verb and its arguments.</param>
    /// <param name="say">Told what should be known, a line each.</param>
    public StudySubmission(
        StudyContext study, LauncherConfig config, Func<IReadOnlyList<string>, ChildCommand> program, Action<string> say) =>
        (this.study, this.config, this.program, this.say) = (study, config, program, say);

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
        foreach (var cell in study.Cells.Where(cell => ends.Any(end => end.Request.Cell == cell.Id)))
        {
            study.Index.Refresh(cell, study.Leases.Read(cell.Fingerprint));
        }

        return ends.Any(end => end.Phase is JobPhase.Failed or JobPhase.OutOfMemory) ? 1
            : ends.Any(end => end.Phase is JobPhase.Interrupted) ? 75 : 0;
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

        var (hours, unknown) = new CostEstimates(study).Left(study);
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
    public JobRequest Request(PlannedCell cell, CostEstimates costs)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(costs);
        return new JobRequest(
            cell.Id, $"{study.Folder.Name}/{cell.Id}", cell.Fingerprint,
            program(["cell", "run", study.Folder.FullPath, cell.Id]), Path.Combine(study.Folder.Jobs, $"{cell.Id}.log"),
            Memory(costs.Of(cell)));
    }

    // Slurm is asked for memory of the host, LSF for that of the GPU; what was measured is what a run took, not what it may take.
    private long? Memory(CellCost cost)
    {
        var isAsked = config.Kind == LauncherKind.Slurm ? cost.IsHostMemory : config.Kind == LauncherKind.Lsf && !cost.IsHostMemory;
        return isAsked && cost.MemoryMib is { } mib ? (long)Math.Ceiling(mib * Reserve) + LeastReserve : null;
    }

    /// <summary>Gives cells to a launcher that works on without this process, and writes down which job each became.</summary>
    public IReadOnlyList<SubmittedJob> Submit(ILauncher launcher, IReadOnlyList<PlannedCell> cells)
    {
        ArgumentNullException.ThrowIfNull(launcher);
        ArgumentNullException.ThrowIfNull(cells);
        var costs = new CostEstimates(study);
        var jobs = launcher.Submit([.. cells.Select(cell => Request(cell, costs))], say);
        var byId = cells.ToDictionary(cell => cell.Id);
        foreach (var job in jobs)
        {
            Note(byId[job.Cell], job);
        }

        return jobs;
    }

    /// <summary>Carries cells out on this machine, a few at a time, until all have ended.</summary>
    /// <returns>How each ended.</returns>
    public IReadOnlyList<LocalEnd> RunHere(IReadOnlyList<PlannedCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var costs = new CostEstimates(study);
        var byId = cells.ToDictionary(cell => cell.Id);
        using var pool = new LocalPool(config, id => StepOf(byId[id]));
        return pool.Run(
            [.. cells.Select(cell => Request(cell, costs))], say, job => Begin(byId[job.Cell], job),
            end => Tell(byId[end.Request.Cell], end));
    }

    // A search goes on as results come in: whenever a slot is free, what is best begun next is planned and begun.
    private IReadOnlyList<LocalEnd> SearchHere(IReadOnlyList<PlannedCell> first)
    {
        using var signals = StopSignals.Listen();
        var ends = new ConcurrentBag<LocalEnd>();
        var begun = new HashSet<string>();
        var slots = new List<Thread>();
        using var pool = new LocalPool(config, id => StepOf(study.Cells.First(cell => cell.Id == id)));
        var next = first;
        while (signals.Received is null)
        {
            slots.RemoveAll(slot => !slot.IsAlive);
            var free = config.Local.Slots - slots.Count;
            var begin = next.Where(cell => !begun.Contains(cell.Id)).Take(free).ToList();
            foreach (var cell in begin)
            {
                begun.Add(cell.Id);
                var slot = new Thread(() =>
                {
                    foreach (var end in pool.Run(
                        [Request(cell, new CostEstimates(study))], say, job => Begin(cell, job), end => Tell(cell, end)))
                    {
                        ends.Add(end);
                    }
                })
                {
                    IsBackground = true,
                    Name = cell.Id,
                };
                slots.Add(slot);
                slot.Start();
            }

            if (begin.Count == 0 && slots.Count == 0 && StudySearch.IsOver(study, study.Cells))
            {
                break;
            }

            signals.Token.WaitHandle.WaitOne(Look);
            next = free > begin.Count ? Left(StudySearch.Extend(study, free - begin.Count), begun) : [];
        }

        slots.ForEach(slot => slot.Join());
        return [.. ends];
    }

    private void Begin(PlannedCell cell, SubmittedJob job)
    {
        say($"{cell}: begun");
        Note(cell, job);
    }

    private void Tell(PlannedCell cell, LocalEnd end)
    {
        if (end.Phase != JobPhase.Ended)
        {
            return;
        }

        var row = study.Index.Refresh(cell, study.Leases.Read(cell.Fingerprint));
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
            CellNotes.Write(study.Folder.Of(cell).Notes, new WantedNote
            {
                Attempt = CellHistory.Read(study.Folder.Of(cell)).Newest,
                By = Author.OfThisProcess,
                Reason = "submitted again",
            }, TimeProvider.System);
        }
    }

    private long StepOf(PlannedCell cell) =>
        study.Folder.Of(cell).Begun() is [.., var newest] ? Progress.RunProgress.Read(newest).Step : 0;

    private void Note(PlannedCell cell, SubmittedJob job)
    {
        var folder = study.Folder.Of(cell);
        CellNotes.Write(
            folder.Notes,
            new SubmittedNote
            {
                Attempt = CellHistory.Read(folder).Newest,
                By = Author.OfThisProcess,
                Scheduler = job.Scheduler,
                Job = job.Job,
            },
            TimeProvider.System);
        study.Index.Refresh(cell, null);
    }
}
