using System.Text;
using Panoptes.Studies.Analysis;

namespace Panoptes.Studies.Tables;

/// <summary>A report as LaTeX, to be taken into a document by <c>\input</c>; needs the package booktabs.</summary>
public static class StudyReportLatex
{
    /// <summary>Protocol, recommendations and suspects as lists, then all tables that readers are shown.</summary>
    /// <param name="report">The report.</param>
    public static string Write(StudyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder("% Needs \\usepackage{booktabs}.\n");
        List(text, "Protocol", report.Protocol.Select(line => $"{line}."));
        List(text, "Recommendations", report.Recommendations.Select(one => one.Sentence(report.Names)));
        List(text, "Suspects", report.Suspects.Select(suspect => $"{suspect.Text} {report.Names.Evidence(suspect.Cells)}."));
        foreach (var table in StudyReportTables.Shown(report))
        {
            text.Append(Table(table));
        }

        return text.ToString();
    }

    /// <summary>One table.</summary>
    /// <param name="table">The table.</param>
    public static string Table(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        text.Append($"\\begin{{table}}[htbp]\n  \\centering\n  \\footnotesize\n  \\caption{{{Escape(table.Title)}}}\n");
        text.Append($"  \\label{{tab:{table.File}}}\n");
        var places = string.Concat(table.Columns.Select(column => column.IsNumber ? 'r' : 'l'));
        text.Append($"  \\begin{{tabular}}{{{places}}}\n    \\toprule\n");
        text.Append($"    {Line(table.Columns.Select(column => column.Title))}    \\midrule\n");
        foreach (var row in table.Rows)
        {
            text.Append($"    {Line(row.Select(entry => entry.Text))}");
        }

        text.Append("    \\bottomrule\n  \\end{tabular}\n");
        foreach (var note in table.Notes)
        {
            text.Append($"  \\par {Escape(note)}\n");
        }

        return text.Append("\\end{table}\n\n").ToString();
    }

    /// <summary>A text in which no letter is a command; signs that fonts lack become words of ASCII.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text.ReplaceLineEndings(" ").Replace("±", "+-", StringComparison.Ordinal))
        {
            escaped.Append(letter switch
            {
                '\\' => "\\textbackslash{}",
                '~' => "\\textasciitilde{}",
                '^' => "\\textasciicircum{}",
                '<' => "\\textless{}",
                '>' => "\\textgreater{}",
                '|' => "\\textbar{}",
                '&' or '%' or '$' or '#' or '_' or '{' or '}' => $"\\{letter}",
                // A bracket after a line's end would be read as its argument.
                '[' => "{[}",
                ']' => "{]}",
                '–' => "--",
                _ => $"{letter}",
            });
        }

        return AsciiStates(escaped.ToString()).Replace("+-", "$\\pm$", StringComparison.Ordinal);
    }

    private static string AsciiStates(string text) => Enum.GetValues<Statuses.CellState>().Select(StateMark.Of).Aggregate(
        text, (all, mark) => all.Replace($"{mark.Glyph} {mark.Letter}", $"{mark.Letter}", StringComparison.Ordinal));

    private static string Line(IEnumerable<string> entries) => $"{string.Join(" & ", entries.Select(Escape))} \\\\\n";

    private static void List(StringBuilder text, string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length > 0)
        {
            var items = string.Concat(all.Select(line => $"  \\item {Escape(line)}\n"));
            text.Append($"\\paragraph{{{title}}}\n\\begin{{itemize}}\n{items}\\end{{itemize}}\n\n");
        }
    }
}
