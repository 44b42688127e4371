using System.Text.RegularExpressions;
using Panoptes.Studies.Imports.Records;

namespace Panoptes.Studies.Imports.Tables;

/// <summary>
/// Charts as Weights &amp; Biases exports them: a column of steps, and for each run columns <c>{run} - {metric}</c> with the lowest and
/// highest of its group beside it.
/// </summary>
internal static partial class ChartExport
{
    /// <summary>The table with a row for each run and step; null where it is no such chart.</summary>
    public static CsvTable? Unfold(CsvTable table)
    {
        var columns = table.Header.Index().Select(column => (column.Index, Match: Title().Match(column.Item)))
            .Where(column => column.Match.Success)
            .Select(column => (column.Index, Run: column.Match.Groups[1].Value, Metric: column.Match.Groups[2].Value))
            .Where(column => !column.Metric.EndsWith("__MIN", StringComparison.Ordinal)
                && !column.Metric.EndsWith("__MAX", StringComparison.Ordinal) && SourceMetric.Of(column.Metric) is not null).ToList();
        if (columns.Count == 0)
        {
            return null;
        }

        var metrics = columns.Select(column => column.Metric).Distinct().ToList();
        var rows = new List<CsvRow>();
        foreach (var run in columns.GroupBy(column => column.Run))
        {
            foreach (var row in table.Rows)
            {
                var cells = metrics.Select(metric => run.Where(column => column.Metric == metric).Select(column => row.Cells[column.Index])
                    .FirstOrDefault("")).ToList();
                if (cells.Any(cell => cell.Length > 0))
                {
                    rows.Add(new CsvRow(row.Line, [run.Key, row.Cells[0], .. cells]));
                }
            }
        }

        return new CsvTable(table.Delimiter, ["name", table.Header[0], .. metrics], rows);
    }

    /// <summary>Whether titles are those of a chart.</summary>
    public static bool IsChart(IReadOnlyList<string> header) => Unfold(new CsvTable(',', header, [])) is not null;

    [GeneratedRegex("^(.{1,300}) - (.{1,200})$")]
    private static partial Regex Title();
}
