using Panoptes.Studies.Cells;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Launchers;
using Panoptes.Studies.Records;
using Panoptes.Studies.Statuses;
using Panoptes.Studies.Stores;

namespace Panoptes.Studies.Sessions;

/// <summary>
/// Brings what a store lists up to date: cells that are being worked at are read again, and a scheduler is asked about jobs that have left
/// no word of their own. What is done is not looked at again.
/// </summary>
public static class StudyStatus
{
    /// <summary>Brings it up to date.</summary>
    /// <param name="study">The study.</param>
    /// <param name="launcher">Whom to ask about jobs; null asks nobody.</param>
    /// <returns>All rows.</returns>
    public static IReadOnlyList<CellRow> Refresh(StudyContext study, ILauncher? launcher)
    {
        ArgumentNullException.ThrowIfNull(study);
        var rows = study.Store.Cells();
        var open = rows.Where(row => row.IsInMatrix && IsOpen(row) && Directory.Exists(Path.Combine(study.Folder.FullPath, row.Folder)))
            .ToList();
        if (open.Count == 0)
        {
            return rows;
        }

        var cells = study.Cells.ToDictionary(cell => cell.Id);
        var held = study.Held();
        var jobs = launcher is null ? [] : Jobs(open, launcher);
        var fresh = study.Index
            .Refresh(
                [.. open.Where(row => cells.ContainsKey(row.Id)).Select(row => cells[row.Id])],
                cell => held.GetValueOrDefault(cell.Fingerprint))
            .ToDictionary(
                row => row.Id, row => jobs.TryGetValue(row.Id, out var job) ? WithJob(study, cells[row.Id], row, job) : row);
        return [.. rows.Select(row => fresh.GetValueOrDefault(row.Id, row))];
    }

    /// <summary>Rows in the order of the study's file, what it no longer has behind them.</summary>
    public static IReadOnlyList<CellRow> Ordered(StudyContext study, IReadOnlyList<CellRow> rows)
    {
        ArgumentNullException.ThrowIfNull(study);
        var places = study.Cells.Select((cell, place) => (cell.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place);
        return [.. rows.OrderBy(row => places.GetValueOrDefault(row.Id, int.MaxValue))];
    }

    /// <summary>The job that a scheduler has for a cell, of those that it was given to.</summary>
    internal static string? LatestJob(CellStatus status, string scheduler) =>
        status.Jobs.LastOrDefault(job => job.StartsWith(scheduler + " ", StringComparison.Ordinal))?[(scheduler.Length + 1)..];

    private static bool IsOpen(CellRow row) => row.Status.State is not (CellState.Completed or CellState.Skipped or CellState.Invalidated
        or CellState.Stale);

    private static Dictionary<string, JobState> Jobs(List<CellRow> open, ILauncher launcher)
    {
        var asked = open.Where(row => StatusTable.IsActive(row.Status.State))
            .Select(row => (row.Id, Job: LatestJob(row.Status, launcher.Name))).Where(pair => pair.Job is not null).ToList();
        if (asked.Count == 0)
        {
            return [];
        }

        var states = launcher.Ask([.. asked.Select(pair => pair.Job!)]).ToDictionary(state => state.Job);
        return asked.Where(pair => states.ContainsKey(pair.Job!)).ToDictionary(pair => pair.Id, pair => states[pair.Job!]);
    }

    // What a cell says of itself comes first: a scheduler is believed where the cell's own record ends in the middle.
    private static CellRow WithJob(StudyContext study, PlannedCell cell, CellRow row, JobState job)
    {
        if (!StatusTable.IsActive(row.Status.State) && row.Status.State != CellState.Interrupted)
        {
            return row;
        }

        if (job.Phase is JobPhase.Pending && row.Status.State is CellState.Submitted or CellState.Pending)
        {
            var waiting = row with
            {
                Status = row.Status with { State = CellState.Pending, Reason = job.Reason.Length > 0 ? job.Reason : job.Code },
            };
            study.Store.Write([waiting]);
            return waiting;
        }

        if (Meaning(job.Phase) is not { } meaning || IsKnown(study, cell, job))
        {
            return row;
        }

        return CellActs.Note(study, cell, new JobNote
        {
            Job = job.Job,
            Code = job.Code,
            Meaning = meaning,
            Failure = job.Phase == JobPhase.OutOfMemory ? FailureKind.OutOfMemory
                : job.Phase == JobPhase.Failed ? FailureKind.Unknown : null,
        });
    }

    private static bool IsKnown(StudyContext study, PlannedCell cell, JobState job) =>
        CellHistory.Read(study.Folder.Of(cell)).Of<JobNote>().Any(note => note.Job == job.Job && note.Code == job.Code);

    private static StatusEvent? Meaning(JobPhase phase) => phase switch
    {
        JobPhase.Interrupted => StatusEvent.Interrupted,
        JobPhase.OutOfMemory or JobPhase.Failed => StatusEvent.Failed,
        JobPhase.Cancelled => StatusEvent.Cancelled,
        _ => null,
    };
}
