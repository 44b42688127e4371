using Panoptes.Studies.Results;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Analysis;

/// <summary>What has become of the cells of one model and recipe on one data set.</summary>
/// <param name="Subject">The model and data.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="States">States that occur, each with how many cells, in the order of <see cref="CellState"/>; empty for no cell.</param>
public sealed record Coverage(Subject Subject, string Recipe, IReadOnlyList<(CellState State, int Cells)> States)
{
    /// <summary>How many cells are in which state, in the order of <see cref="CellState"/>.</summary>
    public static IReadOnlyList<(CellState State, int Cells)> Count(IEnumerable<ResultCell> cells) =>
        [.. cells.GroupBy(cell => cell.Status.State).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()))];
}
