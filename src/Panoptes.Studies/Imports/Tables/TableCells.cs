using Panoptes.Studies.Imports.Records;

namespace Panoptes.Studies.Imports.Tables;

/// <summary>Reads the cells of a table as what its columns hold.</summary>
/// <param name="table">The table.</param>
/// <param name="columns">What its columns hold.</param>
/// <param name="numbers">How it writes numbers.</param>
/// <param name="shown">What errors call its file.</param>
internal sealed class TableCells(CsvTable table, TableColumns columns, TableNumbers numbers, string shown)
{
    /// <summary>What its columns hold.</summary>
    public TableColumns Columns => columns;

    /// <summary>How it writes numbers.</summary>
    public TableNumbers Numbers => numbers;

    /// <summary>What tells a row's run from others.</summary>
    public string Key(CsvRow row) => string.Join('/', new[] { columns.Name, columns.Data, columns.Model, columns.Recipe, columns.Seed }
        .Where(column => column >= 0).Select(column => row.Cells[column]));

    /// <summary>The evaluations of a run's rows; rows of one step are one.</summary>
    public List<EvaluationRecord> Evaluations(IEnumerable<CsvRow> rows)
    {
        var found = new SortedDictionary<long, Dictionary<string, double>>();
        foreach (var row in rows)
        {
            var step = Step(row);
            foreach (var column in columns.Metrics)
            {
                if (Number(row, column) is { } value)
                {
                    (found.TryGetValue(step, out var values) ? values : found[step] = [])[table.Header[column].Trim()] = value;
                }
            }
        }

        return
        [
            .. found.Where(entry => entry.Value.Keys.Any(SourceMetric.IsResult))
                .Select(entry => new EvaluationRecord(entry.Key, entry.Value)),
        ];
    }

    /// <summary>Learning rates by step; empty where there are none.</summary>
    public IEnumerable<TrainRecord> Training(IEnumerable<CsvRow> rows) => columns.Rate < 0 || (columns.Step < 0 && columns.Epoch < 0) ? [] :
    [
        .. rows.Select(row => (Step: Step(row), Rate: Number(row, columns.Rate)))
            .Where(entry => entry.Rate is { } rate && double.IsFinite(rate))
            .GroupBy(entry => entry.Step).OrderBy(group => group.Key)
            .Select(group => new TrainRecord(group.Key, null, group.Last().Rate, null, true)),
    ];

    /// <summary>The first text of a column; empty where there is none.</summary>
    public static string Text(IEnumerable<CsvRow> rows, int column) =>
        column < 0 ? "" : rows.Select(row => row.Cells[column]).FirstOrDefault(cell => cell.Length > 0) ?? "";

    /// <summary>The first number of a column; null where there is none.</summary>
    public double? Number(IEnumerable<CsvRow> rows, int column) =>
        column < 0 ? null : rows.Select(row => Number(row, column)).FirstOrDefault(value => value is { } number && double.IsFinite(number));

    /// <summary>The last number of a column; null where there is none.</summary>
    public double? Last(IEnumerable<CsvRow> rows, int column) => Number(rows.Reverse(), column);

    /// <summary>The first count of a column; null where there is none.</summary>
    public long? Count(IEnumerable<CsvRow> rows, int column) =>
        Number(rows, column) is >= 0 and <= 1e15 and var value && Math.Floor(value) == value ? (long)value : null;

    // Lightning counts updates from 0 (fit_loop.epoch_loop._batches_that_stepped).
    private long Step(CsvRow row)
    {
        var value = columns.Step >= 0 ? Number(row, columns.Step) : columns.Epoch >= 0 ? Number(row, columns.Epoch) : 0;
        return value is >= 0 and <= 1e15 ? (long)value + (columns.IsLightning ? 1 : 0) : 0;
    }

    private double? Number(CsvRow row, int column) => numbers.Read(row.Cells[column], shown, row.Line, table.Header[column].Trim());
}
