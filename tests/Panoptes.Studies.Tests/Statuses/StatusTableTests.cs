using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Tests.Statuses;

public sealed class StatusTableTests
{
    [Theory]
    [InlineData(CellState.Planned, StatusEvent.Submitted, CellState.Submitted)]
    [InlineData(CellState.Submitted, StatusEvent.JobWaits, CellState.Pending)]
    [InlineData(CellState.Pending, StatusEvent.AttemptBegan, CellState.Starting)]
    [InlineData(CellState.Starting, StatusEvent.Stepped, CellState.Running)]
    [InlineData(CellState.Running, StatusEvent.Trained, CellState.Evaluating)]
    [InlineData(CellState.Evaluating, StatusEvent.Proved, CellState.Completed)]
    [InlineData(CellState.Running, StatusEvent.FellSilent, CellState.Stalled)]
    [InlineData(CellState.Stalled, StatusEvent.SpokeAgain, CellState.Running)]
    [InlineData(CellState.Running, StatusEvent.Interrupted, CellState.Interrupted)]
    [InlineData(CellState.Interrupted, StatusEvent.AttemptBegan, CellState.Starting)]
    [InlineData(CellState.Running, StatusEvent.Failed, CellState.Failed)]
    [InlineData(CellState.Failed, StatusEvent.Wanted, CellState.Planned)]
    [InlineData(CellState.Planned, StatusEvent.FoundHolder, CellState.Blocked)]
    [InlineData(CellState.Completed, StatusEvent.Changed, CellState.Stale)]
    [InlineData(CellState.Completed, StatusEvent.Voided, CellState.Invalidated)]
    [InlineData(CellState.Invalidated, StatusEvent.Wanted, CellState.Planned)]
    [InlineData(CellState.Planned, StatusEvent.LeftOut, CellState.Skipped)]
    public void An_event_leads_from_a_state_to_the_next(CellState from, StatusEvent happened, CellState to) =>
        Assert.Equal(to, StatusTable.Next(from, happened));

    [Theory]
    [InlineData(StatusEvent.Interrupted)]
    [InlineData(StatusEvent.Failed)]
    [InlineData(StatusEvent.Submitted)]
    [InlineData(StatusEvent.JobWaits)]
    [InlineData(StatusEvent.AttemptBegan)]
    [InlineData(StatusEvent.FellSilent)]
    [InlineData(StatusEvent.Cancelled)]
    public void What_a_scheduler_tells_late_takes_no_completion_back(StatusEvent late) =>
        Assert.Equal(CellState.Completed, StatusTable.Next(CellState.Completed, late));

    [Fact]
    public void A_void_result_counts_again_only_after_somebody_asked_for_the_cell() => Assert.All(
        Enum.GetValues<StatusEvent>().Where(happened => happened != StatusEvent.Wanted),
        happened => Assert.Equal(CellState.Invalidated, StatusTable.Next(CellState.Invalidated, happened)));

    [Fact]
    public void The_same_word_twice_says_no_more_than_once() => Assert.All(
        from state in Enum.GetValues<CellState>()
        from happened in Enum.GetValues<StatusEvent>()
        select (Once: StatusTable.Next(state, happened), happened),
        pair => Assert.Equal(pair.Once, StatusTable.Next(pair.Once, pair.happened)));

    [Fact]
    public void Failed_cells_are_done_again_only_where_that_is_asked_for()
    {
        Assert.False(StatusTable.IsToDo(CellState.Failed));
        Assert.True(StatusTable.IsToDo(CellState.Failed, alsoFailed: true));
        Assert.False(StatusTable.IsToDo(CellState.Completed, alsoFailed: true));
        Assert.True(StatusTable.IsToDo(CellState.Interrupted));
    }
}
