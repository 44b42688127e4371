using Panoptes.Foundation;
using Panoptes.Studies.Stores.Schema;
using Parquet;
using Parquet.Schema;

namespace Panoptes.Studies.Stores;

/// <summary>
/// Writes what a store lists into Parquet files, for pandas, Polars, DuckDB and others: the tables' columns with their types. Texts are
/// UTF-8, times are in microseconds (UTC).
/// </summary>
public static class ParquetExport
{
    /// <summary>The file of cells.</summary>
    public const string CellsFile = "cells.parquet";

    /// <summary>The file of evaluations, one row a number.</summary>
    public const string EvaluationsFile = "evaluations.parquet";

    private const int RowsOfGroup = 50_000;

    /// <summary>Writes both files; each is there whole, or as it was before.</summary>
    /// <param name="store">The store.</param>
    /// <param name="folder">Where they go, made where missing.</param>
    /// <exception cref="InputException">The store cannot be read.</exception>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public static void Write(IStudyStore store, string folder) => Write(store, folder, RowsOfGroup);

    /// <summary>Writes both files in groups of so many rows.</summary>
    internal static void Write(IStudyStore store, string folder, int rowsOfGroup)
    {
        WriteTable(StoreTables.Cells, store.Cells(), Path.Combine(folder, CellsFile), rowsOfGroup);
        WriteTable(StoreTables.Evaluations, store.Evaluations(null), Path.Combine(folder, EvaluationsFile), rowsOfGroup);
    }

    // What the library writes goes to a file, which never waits for this thread.
    private static void WriteTable<TRow>(StoreTable<TRow> table, IReadOnlyList<TRow> rows, string path, int rowsOfGroup) =>
        AtomicFile.Write(path, stream => WriteTableAsync(table, rows, stream, rowsOfGroup).GetAwaiter().GetResult());

    private static async Task WriteTableAsync<TRow>(StoreTable<TRow> table, IReadOnlyList<TRow> rows, Stream stream, int rowsOfGroup)
    {
        var fields = table.Columns.Select(column => Field(column.Name, column.Kind, column.IsNullable)).ToArray();
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy };
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, options);
        for (var from = 0; from == 0 || from < rows.Count; from += rowsOfGroup)
        {
            var some = rows.Skip(from).Take(rowsOfGroup).ToArray();
            using var group = writer.CreateRowGroup();
            for (var i = 0; i < fields.Length; i++)
            {
                await WriteColumnAsync(group, fields[i], table.Columns[i], some);
            }
        }
    }

    private static DataField Field(string name, ColumnKind kind, bool isNullable) => kind switch
    {
        ColumnKind.Text => new DataField(name, typeof(string), isNullable),
        ColumnKind.Integer => new DataField(name, typeof(long), isNullable),
        ColumnKind.Real => new DataField(name, typeof(double), isNullable),
        ColumnKind.Flag => new DataField(name, typeof(bool), isNullable),
        _ => new DateTimeDataField(name, DateTimeFormat.Timestamp, true, DateTimeTimeUnit.Micros, isNullable),
    };

    private static async Task WriteColumnAsync<TRow>(ParquetRowGroupWriter group, DataField field, StoreColumn<TRow> column, TRow[] rows)
    {
        var values = rows.Select(column.Value);
        switch (column.Kind)
        {
            case ColumnKind.Text:
                await group.WriteAsync(field, values.Cast<string?>().ToArray()!);
                break;
            case ColumnKind.Integer:
                await group.WriteAsync<long>(field, values.Cast<long>().ToArray());
                break;
            case ColumnKind.Real when column.IsNullable:
                await group.WriteAsync<double>(field, values.Cast<double?>().ToArray());
                break;
            case ColumnKind.Real:
                await group.WriteAsync<double>(field, values.Cast<double>().ToArray());
                break;
            case ColumnKind.Flag:
                await group.WriteAsync<bool>(field, values.Cast<bool>().ToArray());
                break;
            default:
                await group.WriteAsync<DateTime>(field, values.Cast<DateTime>().ToArray());
                break;
        }
    }
}
