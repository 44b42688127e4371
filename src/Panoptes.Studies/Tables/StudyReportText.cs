using System.Text;
using Panoptes.Studies.Analysis;

namespace Panoptes.Studies.Tables;

/// <summary>A report as text for a console.</summary>
public static class StudyReportText
{
    /// <summary>The whole report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="ascii">True for a text without any letter outside ASCII.</param>
    public static string Write(StudyReport report, bool ascii = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        text.Append($"{(report.Source.Title.Length > 0 ? report.Source.Title : report.Source.Name)}\n\n");
        List(text, "protocol", report.Protocol);
        List(text, "recommendations", report.Recommendations.Select(one => one.Sentence(report.Names)));
        List(text, "suspects", report.Suspects.Select(suspect => $"{suspect.Text} {report.Names.Evidence(suspect.Cells)}"));
        foreach (var table in StudyReportTables.Shown(report))
        {
            text.Append(Table(table)).Append('\n');
        }

        var whole = $"{text.ToString().TrimEnd('\n')}\n";
        return ascii ? AsciiText.Of(whole) : whole;
    }

    /// <summary>One table with columns of equal width.</summary>
    /// <param name="table">The table.</param>
    /// <param name="ascii">True for a text without any letter outside ASCII.</param>
    public static string Table(ReportTable table, bool ascii = false)
    {
        ArgumentNullException.ThrowIfNull(table);
        string Plain(string text) => ascii ? AsciiText.Of(text.ReplaceLineEndings(" ")) : text.ReplaceLineEndings(" ");
        string[][] rows =
        [
            [.. table.Columns.Select(column => Plain(column.Title))],
            .. table.Rows.Select(row => row.Select(entry => Plain(entry.Text)).ToArray()),
        ];
        var widths = table.Columns.Select((_, place) => rows.Max(row => row[place].Length)).ToArray();
        var text = new StringBuilder($"{Plain(table.Title)}\n");
        foreach (var row in rows)
        {
            var cells = row.Select(
                (cell, place) => table.Columns[place].IsNumber ? cell.PadLeft(widths[place]) : cell.PadRight(widths[place]));
            text.Append($"  {string.Join("  ", cells)}".TrimEnd()).Append('\n');
        }

        foreach (var note in table.Notes)
        {
            text.Append($"  {Plain(note)}\n");
        }

        return text.ToString();
    }

    private static void List(StringBuilder text, string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length > 0)
        {
            text.Append($"{title}\n{string.Concat(all.Select(line => $"  {line}\n"))}\n");
        }
    }
}
