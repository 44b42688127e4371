using Happened = Panoptes.Studies.Statuses.StatusEvent;
using State = Panoptes.Studies.Statuses.CellState;

namespace Panoptes.Studies.Statuses;

/// <summary>
/// Which state follows on which event (specification of studies, 8.4). What a table does not have changes nothing: schedulers tell late,
/// twice and in any order.
/// </summary>
public static class StatusTable
{
    private static readonly State[] Waiting =
        [State.Planned, State.Submitted, State.Pending, State.Interrupted, State.Failed, State.Blocked];

    private static readonly State[] Working = [State.Starting, State.Running, State.Evaluating, State.Stalled];
    private static readonly State[] Open = [.. Waiting, .. Working, State.Cancelled];

    // By event: from which states it leads where.
    private static readonly (Happened Event, State[] From, State To)[] Rows =
    [
        (Happened.Submitted, [State.Planned, State.Interrupted, State.Failed, State.Blocked, State.Cancelled], State.Submitted),
        (Happened.JobWaits, [State.Planned, State.Submitted, State.Interrupted, State.Failed, State.Blocked], State.Pending),
        (Happened.AttemptBegan, Open, State.Starting),
        (Happened.Stepped, [State.Starting, State.Stalled, State.Running], State.Running),
        (Happened.Trained, Working, State.Evaluating),
        (Happened.Proved, Open, State.Completed),
        (Happened.Interrupted, [State.Submitted, State.Pending, .. Working], State.Interrupted),
        (Happened.Failed, [State.Submitted, State.Pending, State.Interrupted, .. Working], State.Failed),
        (Happened.FoundHolder, [State.Planned, State.Submitted, State.Pending, State.Interrupted], State.Blocked),
        (Happened.FellSilent, [State.Starting, State.Running, State.Evaluating], State.Stalled),
        (Happened.SpokeAgain, [State.Stalled], State.Running),
        (Happened.Cancelled, [.. Waiting, .. Working], State.Cancelled),
        (Happened.LeftOut, [State.Planned], State.Skipped),
        (Happened.Changed, [State.Completed], State.Stale),
        (Happened.Voided, [State.Completed, State.Stale], State.Invalidated),
        (Happened.Wanted, [.. Waiting, State.Cancelled, State.Completed, State.Stale, State.Invalidated], State.Planned),
    ];

    /// <summary>The state that follows.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="happened">What happened.</param>
    public static State Next(State state, Happened happened)
    {
        foreach (var row in Rows)
        {
            if (row.Event == happened && Array.IndexOf(row.From, state) >= 0)
            {
                return row.To;
            }
        }

        return state;
    }

    /// <summary>Whether a cell in this state is to be carried out by whoever has time.</summary>
    /// <param name="state">The state.</param>
    /// <param name="alsoFailed">Whether failed and cancelled ones are, too.</param>
    public static bool IsToDo(State state, bool alsoFailed = false) =>
        state is State.Planned or State.Interrupted or State.Stalled or State.Blocked
            || (alsoFailed && state is State.Failed or State.Cancelled);

    /// <summary>Whether somebody works at a cell in this state, or a scheduler has it.</summary>
    public static bool IsActive(State state) => state is State.Submitted or State.Pending || Array.IndexOf(Working, state) >= 0;
}
