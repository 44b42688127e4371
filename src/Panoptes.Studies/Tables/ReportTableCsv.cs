using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Studies.Tables;

/// <summary>Tables as CSV (RFC 4180, but with line feeds), numbers in full precision and without separators.</summary>
public static class ReportTableCsv
{
    /// <summary>A table.</summary>
    /// <param name="table">The table.</param>
    public static string Write(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var rows = table.Rows.Select(row => row.Select(entry => entry.Number is { } number
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : entry.Text == Entry.Absent ? "" : entry.Text));
        return string.Concat(rows.Prepend(table.Columns.Select(column => column.Title))
            .Select(row => $"{string.Join(',', row.Select(CsvField.Of))}\n"));
    }
}
