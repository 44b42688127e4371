using System.Globalization;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Leases.Processes;
using Panoptes.Studies.Records;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Progress;

/// <summary>Tells what has become of a cell from what its folder holds and who has its lease.</summary>
public sealed class CellReader
{
    /// <summary>Attempts without a further step after which a cell counts as failed.</summary>
    public const int MostWithoutProgress = 3;

    private readonly StudyFolder study;
    private readonly LeaseConfig leases;

    /// <summary>Makes a reader.</summary>
    public CellReader(StudyFolder study, LeaseConfig leases) => (this.study, this.leases) = (study, leases);

    /// <summary>The status of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="lease">Its lease; null where nobody has ever held it.</param>
    public CellStatus Status(PlannedCell cell, Lease? lease)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.Skipped is { } why)
        {
            return new CellStatus { State = CellState.Skipped, Reason = why, Steps = cell.Steps };
        }

        var folder = study.Of(cell);
        if (!Directory.Exists(folder.FullPath))
        {
            return new CellStatus { State = CellState.Planned, Steps = cell.Steps };
        }

        var history = CellHistory.Read(folder);
        var replay = Replay(cell, folder, history, lease);
        return replay with
        {
            Steps = cell.Steps,
            Attempts = history.Of<AttemptBeganEvent>().Count(),
            Jobs = [.. JobsOf(history).Distinct()],
        };
    }

    private CellStatus Replay(PlannedCell cell, CellFolder folder, CellHistory history, Lease? lease)
    {
        var (state, failure, reason) = (CellState.Planned, (FailureKind?)null, "");
        long step = 0;
        foreach (var entry in history.Events)
        {
            var means = entry.Means;
            if (means == StatusEvent.Proved && Unproved(cell, folder) is { } lacks)
            {
                (means, reason) = (StatusEvent.Interrupted, lacks);
            }
            else if (means is not null)
            {
                (failure, reason) = Why(entry);
            }

            state = means is { } happened ? StatusTable.Next(state, happened) : state;
            step = entry switch
            {
                AttemptBeganEvent began => began.Step,
                AttemptEndedEvent ended => ended.Step,
                PhaseEvent phase => phase.Step,
                WantedNote { Anew: true } => 0,
                _ => step,
            };
        }

        var status = new CellStatus { State = state, Failure = failure, Reason = reason, Step = step };
        if (state is CellState.Starting or CellState.Running or CellState.Evaluating)
        {
            return Live(status, folder.Attempt(history.Newest), lease);
        }

        return state == CellState.Interrupted && WithoutProgress(history) >= MostWithoutProgress
            ? status with
            {
                State = CellState.Failed,
                Failure = FailureKind.Infrastructure,
                Reason = $"{MostWithoutProgress} attempts without a further step; the last: {(reason.Length > 0 ? reason : "killed")}",
            }
            : status;
    }

    // An attempt that has not said how it ended lives as long as its lease does.
    private CellStatus Live(CellStatus status, AttemptFolder attempt, Lease? lease)
    {
        var progress = RunProgress.Read(attempt);
        var live = status with { Step = Math.Max(status.Step, progress.Step), StepsPerSecond = progress.StepsPerSecond };
        if (lease?.Owner is not { } owner || lease.Token != attempt.Token || HasEnded(owner))
        {
            return live with
            {
                State = StatusTable.Next(live.State, StatusEvent.Interrupted),
                StepsPerSecond = null,
                Reason = "its process ended without a word",
            };
        }

        if (lease.Silence > 2 * leases.Seconds)
        {
            return live with
            {
                State = StatusTable.Next(live.State, StatusEvent.FellSilent),
                StepsPerSecond = null,
                Reason = string.Create(
                    CultureInfo.InvariantCulture, $"no sign of life of {owner.User}@{owner.Host} for {lease.Silence:F0} s"),
            };
        }

        return live.State == CellState.Starting && progress.Step > 0
            ? live with { State = StatusTable.Next(live.State, StatusEvent.Stepped) }
            : live;
    }

    private static bool HasEnded(LeaseOwner owner) => owner.Host == ProcessPlace.Here.Host && ProcessPlace.Here.HasEnded(owner);

    private static string? Unproved(PlannedCell cell, CellFolder folder)
    {
        try
        {
            return folder.ReadResult() is { } result ? CellProof.Lacks(cell, folder, result, readsFiles: false) : "its result is missing";
        }
        catch (InputException broken)
        {
            return broken.Message;
        }
    }

    private static (FailureKind? Failure, string Reason) Why(StudyEvent entry) => entry switch
    {
        AttemptEndedEvent ended => (ended.Failure, ended.Reason),
        JobNote job => (job.Failure, $"job {job.Job}: {job.Code}"),
        TombstoneNote tombstone => (null, $"{tombstone.By}, {tombstone.Utc:yyyy-MM-dd}: {tombstone.Reason}"),
        CancelledNote cancelled => (null, cancelled.Reason),
        SubmittedNote submitted => (null, $"{submitted.Scheduler} {submitted.Job}"),
        _ => (null, ""),
    };

    /// <summary>How many of the last attempts ended before their time without having done a step.</summary>
    private static int WithoutProgress(CellHistory history)
    {
        var count = 0;
        AttemptBeganEvent? open = null;
        foreach (var entry in history.SinceWanted)
        {
            if (entry is AttemptBeganEvent began)
            {
                // One that was killed said nothing more: what it saved shows where the next began.
                count = open is null ? count : Judged(open.Step, began.Step);
                open = began;
            }
            else if (entry is AttemptEndedEvent { Outcome: AttemptOutcome.Interrupted } ended && open is not null)
            {
                count = Judged(open.Step, ended.Step);
                open = null;
            }
        }

        return count;

        int Judged(long from, long to) => to > from ? 0 : count + 1;
    }

    private static IEnumerable<string> JobsOf(CellHistory history) => history.Events.Select(entry => entry switch
    {
        SubmittedNote { Job.Length: > 0 } note => $"{note.Scheduler} {note.Job}",
        AttemptBeganEvent { Job.Length: > 0 } began => $"{began.Scheduler} {began.Job}",
        _ => null,
    }).OfType<string>();
}
