namespace Panoptes.Studies.Imports.Records;

/// <summary>A table with a row for every class, in the source's scale.</summary>
/// <param name="Columns">Names of its columns in the source, without that of the classes' names.</param>
/// <param name="Rows">Each class and its numbers, NaN where undefined.</param>
internal sealed record ClassTable(IReadOnlyList<string> Columns, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> Rows);
