using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Analysis;

/// <summary>How the state of a cell is drawn in a small space.</summary>
/// <param name="Glyph">A sign.</param>
/// <param name="Letter">A letter of ASCII, which no other state has.</param>
/// <param name="Word">What it means.</param>
public sealed record StateMark(string Glyph, char Letter, string Word)
{
    /// <summary>The mark of a state.</summary>
    public static StateMark Of(CellState state) => state switch
    {
        CellState.Planned => new("·", 'L', "planned"),
        CellState.Submitted => new("↑", 'U', "submitted"),
        CellState.Pending => new("…", 'P', "pending"),
        CellState.Starting => new("▷", 'S', "starting"),
        CellState.Running => new("▶", 'R', "running"),
        CellState.Evaluating => new("◐", 'E', "evaluating"),
        CellState.Completed => new("✓", 'C', "completed"),
        CellState.Blocked => new("⊘", 'B', "blocked"),
        CellState.Stalled => new("⧖", 'T', "stalled"),
        CellState.Interrupted => new("‖", 'I', "interrupted"),
        CellState.Failed => new("✗", 'F', "failed"),
        CellState.Cancelled => new("⊗", 'X', "cancelled"),
        CellState.Skipped => new("∅", 'K', "skipped"),
        CellState.Stale => new("≈", 'O', "stale"),
        CellState.Invalidated => new("⌀", 'V', "invalidated"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "is no state of a cell"),
    };
}
