namespace Panoptes.Studies.Stores.Schema;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="IsNullable">Whether it may be null.</param>
/// <param name="Value">
/// What a row has in it: a string, long, double, bool or DateTime as both databases take it (<see cref="ColumnValue"/>), or null.
/// </param>
internal sealed record StoreColumn<TRow>(string Name, ColumnKind Kind, bool IsNullable, Func<TRow, object?> Value);
