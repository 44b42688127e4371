using System.Data.Common;

namespace Panoptes.Studies.Stores.Schema;

/// <summary>A table, the same in both databases: a column <c>study</c> and those of its rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">The columns that, with the study, tell its rows apart.</param>
/// <param name="Order">The columns by which it is listed.</param>
/// <param name="Fence">A column whose smaller values never replace greater ones; null for none.</param>
/// <param name="Columns">The columns but the study's.</param>
/// <param name="Read">A row from a reader that has exactly these columns in this order.</param>
internal sealed record StoreTable<TRow>(
    string Name, IReadOnlyList<string> Key, IReadOnlyList<string> Order, string? Fence, IReadOnlyList<StoreColumn<TRow>> Columns,
    Func<DbDataReader, TRow> Read)
{
    /// <summary>The names of all columns but the study's, separated by commas.</summary>
    public string Names { get; } = string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>Lists rows in their order.</summary>
    /// <param name="prefix">What stands before the table's name.</param>
    /// <param name="condition">Which rows.</param>
    public string Select(string prefix, string condition) =>
        $"SELECT {Names} FROM {prefix}{Name} WHERE {condition} ORDER BY {string.Join(", ", Order)}";

    /// <summary>Writes rows, each over the one of its key.</summary>
    /// <param name="prefix">What stands before the table's name.</param>
    /// <param name="rows">The rows in SQL: the study, then the columns in their order.</param>
    public string Upsert(string prefix, string rows)
    {
        var set = string.Join(
            ", ", Columns.Select(column => column.Name).Where(name => !Key.Contains(name)).Select(name => $"{name} = excluded.{name}"));
        var fence = Fence is null ? "" : $" WHERE old.{Fence} <= excluded.{Fence}";
        return $"INSERT INTO {prefix}{Name} AS old (study, {Names}) {rows} "
            + $"ON CONFLICT (study, {string.Join(", ", Key)}) DO UPDATE SET {set}{fence}";
    }
}
