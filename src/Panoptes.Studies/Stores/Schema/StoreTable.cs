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

    /// <summary>Lists rows in no order.</summary>
    /// <param name="prefix">What stands before the table's name.</param>
    /// <param name="condition">Which rows.</param>
    public string Select(string prefix, string condition) => $"SELECT {Names} FROM {prefix}{Name} WHERE {condition}";

    /// <summary>
    /// All rows in their order, text by its characters' numbers: here, as databases order text by their language and put long lists on disk
    /// to sort them.
    /// </summary>
    /// <param name="reader">The rows of <see cref="Select"/>.</param>
    public IReadOnlyList<TRow> ReadAll(DbDataReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var rows = new List<TRow>();
        while (reader.Read())
        {
            rows.Add(Read(reader));
        }

        var values = Order.Select(name => Columns.First(column => column.Name == name).Value).ToArray();
        object?[][] keys = [.. rows.Select(row => Array.ConvertAll(values, value => value(row)))];
        TRow[] sorted = [.. rows];
        Array.Sort(keys, sorted, Comparer<object?[]>.Create(Compare));
        return sorted;
    }

    private static int Compare(object?[] one, object?[] other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            var order = one[i] is string text
                ? string.CompareOrdinal(text, (string?)other[i]) : Comparer<object>.Default.Compare(one[i], other[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

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
