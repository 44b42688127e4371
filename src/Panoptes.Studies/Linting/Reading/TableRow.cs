namespace Panoptes.Studies.Linting.Reading;

/// <summary>A row of a table.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Cells">Its cells as a reader sees them.</param>
internal sealed record TableRow(int Line, IReadOnlyList<string> Cells)
{
    /// <summary>A cell; empty where the row has none.</summary>
    public string this[int column] => column < Cells.Count ? Cells[column] : "";
}
