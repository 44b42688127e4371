using System.Globalization;
using System.Text;
using Panoptes.Foundation;

namespace Panoptes.Metrics.Scoring;

/// <summary>Writes tables as CSV: commas, a head line, fractions in full precision, nothing for what is undefined.</summary>
public static class ScoreCsv
{
    /// <summary>The files that a report has, by name without an ending.</summary>
    public static IEnumerable<(string Name, ScoreTable Table)> Files(ScoreReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Printed.Concat(report.Appendix).Where(table => table.File.Length > 0).Select(table => (table.File, table));
    }

    /// <summary>Writes a table, whole or not at all.</summary>
    public static void Write(ScoreTable table, string path) => AtomicFile.WriteText(path, Text(table));

    /// <summary>A table as text.</summary>
    public static string Text(ScoreTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        foreach (var row in table.Rows.Prepend(table.Columns))
        {
            text.AppendJoin(',', row.Select(cell => CsvField.Of(Cell(cell)))).Append('\n');
        }

        return text.ToString();
    }

    private static string Cell(object value) => value switch
    {
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "",
        long or int => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        _ => value.ToString() ?? "",
    };
}
