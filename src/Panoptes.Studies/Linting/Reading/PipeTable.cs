namespace Panoptes.Studies.Linting.Reading;

/// <summary>A table of a report.</summary>
/// <param name="Line">The line of its header.</param>
/// <param name="Header">The header's cells as a reader sees them.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Context">What stands above it, nearest first: a caption, then headings from the nearest to the title.</param>
internal sealed record PipeTable(int Line, IReadOnlyList<string> Header, IReadOnlyList<TableRow> Rows, IReadOnlyList<string> Context)
{
    /// <summary>The table turned on its side: a column is a row.</summary>
    public IEnumerable<string> Column(int column) => Rows.Select(row => row[column]);
}
