using System.Text;
using Panoptes.Studies.Analysis;

namespace Panoptes.Studies.Tables;

/// <summary>A report as Markdown.</summary>
public static class StudyReportMarkdown
{
    /// <summary>The whole report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="ascii">True for a text without any letter outside ASCII.</param>
    public static string Write(StudyReport report, bool ascii = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        text.Append($"# {Escape(report.Source.Title.Length > 0 ? report.Source.Title : report.Source.Name)}\n\n");
        if (report.Source.About.Length > 0)
        {
            text.Append($"{Escape(report.Source.About)}\n\n");
        }

        List(text, "Protocol", report.Protocol.Select(line => $"{line}."));
        List(text, "Recommendations", report.Recommendations.Select(one => one.Sentence(report.Names)));
        List(text, "Suspects", report.Suspects.Select(suspect => $"{suspect.Text} {report.Names.Evidence(suspect.Cells)}."));
        foreach (var table in StudyReportTables.Shown(report))
        {
            text.Append($"## {Escape(table.Title)}\n\n");
            Table(text, table);
            text.Append('\n');
            foreach (var note in table.Notes)
            {
                text.Append($"{Escape(note)}\n\n");
            }
        }

        var whole = $"{text.ToString().TrimEnd('\n')}\n";
        return ascii ? AsciiText.Of(whole) : whole;
    }

    /// <summary>A text in which no letter means markup; line breaks become spaces.</summary>
    internal static string Escape(string text)
    {
        var line = string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var escaped = new StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            var isMarkup = line[i] switch
            {
                '\\' or '|' or '*' or '`' or '<' or '~' => true,
                // Between letters it is part of a name.
                '_' => i == 0 || i == line.Length - 1 || !char.IsLetterOrDigit(line[i - 1]) || !char.IsLetterOrDigit(line[i + 1]),
                '(' => i > 0 && line[i - 1] == ']',
                '#' or '>' or '+' or '-' or '=' => i == 0 && line.Length > 1 && line[1] is ' ' or '#' or '-' or '=',
                '&' => line.IndexOf(';', i) > i,
                _ => false,
            };
            escaped.Append(isMarkup ? $"\\{line[i]}" : $"{line[i]}");
        }

        return escaped.ToString();
    }

    private static void List(StringBuilder text, string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length > 0)
        {
            text.Append($"## {title}\n\n{string.Concat(all.Select(line => $"- {Escape(line)}\n"))}\n");
        }
    }

    private static void Table(StringBuilder text, ReportTable table)
    {
        text.Append($"| {string.Join(" | ", table.Columns.Select(column => Escape(column.Title)))} |\n");
        text.Append($"| {string.Join(" | ", table.Columns.Select(column => column.IsNumber ? "---:" : "---"))} |\n");
        foreach (var row in table.Rows)
        {
            text.Append($"| {string.Join(" | ", row.Select(entry => Escape(entry.Text)))} |\n");
        }
    }
}
