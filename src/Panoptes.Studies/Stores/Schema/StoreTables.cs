using System.Data.Common;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Stores.Schema;

/// <summary>The tables of a store as they are now; how they came to be is in <see cref="Migrations"/>.</summary>
internal static class StoreTables
{
    /// <summary>One row a cell.</summary>
    public static StoreTable<CellRow> Cells { get; } = new(
        "cells", ["id"], ["data", "model", "recipe", "seed", "id"], "token",
        [
            Text<CellRow>("id", row => row.Id),
            Text<CellRow>("data", row => row.Key.Data),
            Text<CellRow>("model", row => row.Key.Model),
            Text<CellRow>("recipe", row => row.Key.Recipe),
            Integer<CellRow>("seed", row => row.Key.Seed),
            Text<CellRow>("fingerprint", row => row.Fingerprint),
            Text<CellRow>("folder", row => row.Folder),
            Flag<CellRow>("in_matrix", row => row.IsInMatrix),
            Text<CellRow>("state", row => EnumWords<CellState>.Of(row.Status.State)),
            new("failure", ColumnKind.Text, true, row => row.Status.Failure is { } kind ? EnumWords<FailureKind>.Of(kind) : null),
            Text<CellRow>("reason", row => row.Status.Reason),
            Integer<CellRow>("step", row => row.Status.Step),
            Integer<CellRow>("steps", row => row.Status.Steps),
            new("steps_per_second", ColumnKind.Real, true, row => ColumnValue.Real(row.Status.StepsPerSecond)),
            Integer<CellRow>("attempts", row => row.Status.Attempts),
            new("jobs", ColumnKind.Text, false, row => ColumnValue.List(row.Status.Jobs)),
            Text<CellRow>("metric", row => row.Metric),
            new("value", ColumnKind.Real, true, row => ColumnValue.Real(row.Value)),
            new("best", ColumnKind.Real, true, row => ColumnValue.Real(row.Best)),
            Seconds<CellRow>(row => row.Seconds),
            Integer<CellRow>("token", row => row.Token),
            new("updated", ColumnKind.Time, false, row => ColumnValue.Time(row.Updated)),
        ],
        ReadCell);

    /// <summary>One row a number of an evaluation.</summary>
    public static StoreTable<EvaluationRow> Evaluations { get; } = new(
        "evaluations", ["cell", "step", "attempt", "split", "metric", "is_final"],
        ["cell", "step", "attempt", "split", "metric", "is_final"], null,
        [
            Text<EvaluationRow>("cell", row => row.Cell),
            Integer<EvaluationRow>("attempt", row => row.Attempt),
            Text<EvaluationRow>("split", row => row.Split),
            Integer<EvaluationRow>("step", row => row.Step),
            Text<EvaluationRow>("metric", row => row.Metric),
            new("value", ColumnKind.Real, true, row => ColumnValue.Real(row.Value)),
            Seconds<EvaluationRow>(row => row.Seconds),
            Flag<EvaluationRow>("is_final", row => row.IsFinal),
        ],
        reader => new EvaluationRow(
            reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4), Number(reader, 5),
            reader.GetDouble(6), reader.GetBoolean(7)));

    /// <summary>The names of all columns, for those who mistype one.</summary>
    public static IReadOnlyList<string> AllColumns { get; } =
        [.. $"{Cells.Names}, {Evaluations.Names}, study".Split(", ").Distinct()];

    private static CellRow ReadCell(DbDataReader reader) => new()
    {
        Id = reader.GetString(0),
        Key = new CellKey(reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4)),
        Fingerprint = reader.GetString(5),
        Folder = reader.GetString(6),
        IsInMatrix = reader.GetBoolean(7),
        Status = new CellStatus
        {
            State = EnumWords<CellState>.Parse("state", reader.GetString(8)),
            Failure = reader.IsDBNull(9) ? null : EnumWords<FailureKind>.Parse("failure", reader.GetString(9)),
            Reason = reader.GetString(10),
            Step = reader.GetInt64(11),
            Steps = reader.GetInt64(12),
            StepsPerSecond = Number(reader, 13),
            Attempts = (int)reader.GetInt64(14),
            Jobs = ColumnValue.ReadList(reader.GetString(15)),
        },
        Metric = reader.GetString(16),
        Value = Number(reader, 17),
        Best = Number(reader, 18),
        Seconds = reader.GetDouble(19),
        Token = reader.GetInt64(20),
        Updated = ColumnValue.ReadTime(reader.GetValue(21)),
    };

    private static StoreColumn<TRow> Text<TRow>(string name, Func<TRow, string> value) =>
        new(name, ColumnKind.Text, false, row => ColumnValue.Text(value(row)));

    private static StoreColumn<TRow> Integer<TRow>(string name, Func<TRow, long> value) =>
        new(name, ColumnKind.Integer, false, row => value(row));

    private static StoreColumn<TRow> Flag<TRow>(string name, Func<TRow, bool> value) =>
        new(name, ColumnKind.Flag, false, row => value(row));

    private static StoreColumn<TRow> Seconds<TRow>(Func<TRow, double> value) =>
        new("seconds", ColumnKind.Real, false, row => ColumnValue.Real(value(row)) ?? 0.0);

    private static double? Number(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
}
