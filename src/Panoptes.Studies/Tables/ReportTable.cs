namespace Panoptes.Studies.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its head, with the unit.</param>
/// <param name="IsNumber">Whether it is aligned to the right.</param>
public sealed record ReportColumn(string Title, bool IsNumber = false);

/// <summary>A table of a report, before it is written in any format.</summary>
/// <param name="File">Name of its CSV file, without an ending.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">Its rows, each with an entry for every column.</param>
public sealed record ReportTable(
    string File, string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<Entry>> Rows)
{
    /// <summary>What must be known with it, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether it is too long to be read, and only files of numbers have it.</summary>
    public bool IsAppendix { get; init; }
}
