using System.Text;
using System.Text.RegularExpressions;

namespace Panoptes.Studies.Linting.Reading;

/// <summary>Reads tables, headings, points and sentences, each with its line and what stands above it.</summary>
internal sealed partial class MarkdownReader
{
    // What is longer is no sentence: its beginning is read.
    private const int LongestText = 20_000;
    private readonly IReadOnlyList<ReportLine> lines;
    private readonly List<PipeTable> tables = [];
    private readonly List<TextUnit> units = [];
    private readonly HashSet<int> code = [];
    private readonly List<(int Level, string Text)> headings = [];
    private readonly List<(int Indent, string Text)> points = [];
    private readonly StringBuilder open = new();
    private int openLine;
    private int pointIndent = -1;
    private string caption = "";

    private MarkdownReader(IReadOnlyList<ReportLine> lines) => this.lines = lines;

    /// <summary>Reads a report.</summary>
    public static MarkdownDocument Read(IReadOnlyList<ReportLine> lines)
    {
        var reader = new MarkdownReader(lines);
        reader.Run();
        return new MarkdownDocument(lines, reader.tables, reader.units, reader.code);
    }

    private void Run()
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var text = lines[i].Text;
            var trimmed = text.Trim();
            if (trimmed.StartsWith("```", StringComparison.Ordinal) || trimmed.StartsWith("~~~", StringComparison.Ordinal))
            {
                i = SkipCode(i, trimmed[..3]);
            }
            else if (trimmed.Length == 0)
            {
                Close();
            }
            else if (Heading().Match(trimmed) is { Success: true } heading)
            {
                AddHeading(heading.Groups[1].Length, heading.Groups[2].Value, lines[i].Number);
            }
            else if (Underline().IsMatch(trimmed) && open.Length > 0 && i > 0 && openLine == lines[i - 1].Number
                && !trimmed.Contains('|'))
            {
                var title = open.ToString();
                open.Clear();
                AddHeading(trimmed[0] == '=' ? 1 : 2, title, openLine);
            }
            else if (IsTable(i))
            {
                i = AddTable(i) - 1;
            }
            else if (Indent(text) >= 4 && open.Length == 0 && points.Count == 0)
            {
                code.Add(lines[i].Number);
            }
            else
            {
                AddText(text, trimmed, lines[i].Number);
            }
        }

        Close();
    }

    private int SkipCode(int start, string fence)
    {
        Close();
        var i = start;
        code.Add(lines[i].Number);
        while (++i < lines.Count)
        {
            code.Add(lines[i].Number);
            if (lines[i].Text.Trim().StartsWith(fence, StringComparison.Ordinal))
            {
                break;
            }
        }

        return i;
    }

    private void AddHeading(int level, string text, int line)
    {
        Close();
        headings.RemoveAll(heading => heading.Level >= level);
        points.Clear();
        var clean = InlineText.Clean(text.TrimEnd('#', ' '));
        units.Add(new TextUnit(line, clean, Context(0), true));
        headings.Add((level, clean));
        caption = "";
    }

    private bool IsTable(int i) => lines[i].Text.Contains('|') && i + 1 < lines.Count && IsDelimiter(lines[i + 1].Text)
        && Cells(lines[i + 1].Text).Count <= Cells(lines[i].Text).Count + 1;

    private int AddTable(int i)
    {
        Close();
        var header = Cells(lines[i].Text);
        var rows = new List<TableRow>();
        var at = i + 2;
        for (; at < lines.Count && lines[at].Text.Contains('|'); at++)
        {
            rows.Add(new TableRow(lines[at].Number, Cells(lines[at].Text)));
        }

        IReadOnlyList<string> context = caption.Length > 0 ? [caption, .. Context(int.MaxValue)] : Context(int.MaxValue);
        tables.Add(new PipeTable(lines[i].Number, header, rows, context));
        caption = "";
        return at;
    }

    private void AddText(string text, string trimmed, int number)
    {
        trimmed = trimmed.TrimStart('>').TrimStart();
        trimmed = trimmed.Length > LongestText ? trimmed[..LongestText] : trimmed;
        if (open.Length > LongestText)
        {
            Close();
        }

        if (Point().Match(trimmed) is { Success: true } point)
        {
            Close();
            var indent = Indent(text);
            points.RemoveAll(other => other.Indent >= indent);
            var content = trimmed[point.Length..];
            (openLine, caption) = (number, "");
            open.Append(content);
            pointIndent = indent;
            return;
        }

        if (open.Length == 0)
        {
            openLine = number;
            if (Indent(text) == 0)
            {
                points.Clear();
            }
        }
        else
        {
            open.Append('\n');
        }

        open.Append(trimmed);
        if (text.EndsWith("  ", StringComparison.Ordinal) || BoldLabel().IsMatch(trimmed))
        {
            Close();
        }
    }

    private void Close()
    {
        if (open.Length == 0)
        {
            return;
        }

        var text = open.ToString();
        open.Clear();
        var context = Context(int.MaxValue);
        foreach (var (offset, sentence) in Sentences(text))
        {
            var clean = InlineText.Clean(sentence.Replace('\n', ' '));
            if (clean.Length > 0)
            {
                units.Add(new TextUnit(openLine + text.AsSpan(0, offset).Count('\n'), clean, context, false));
            }
        }

        var whole = InlineText.Clean(text.Replace('\n', ' '));
        caption = whole.Length <= 300 ? whole : "";
        if (pointIndent >= 0)
        {
            points.Add((pointIndent, whole));
            pointIndent = -1;
        }
    }

    private static IEnumerable<(int Offset, string Text)> Sentences(string text)
    {
        var start = 0;
        foreach (Match end in SentenceEnd().Matches(text))
        {
            var at = end.Index + 1;
            yield return (start, text[start..at]);
            start = end.Index + end.Length;
        }

        yield return (start, text[start..]);
    }

    private List<string> Context(int depth)
    {
        var result = new List<string>();
        if (depth > 0)
        {
            result.AddRange(points.Where(point => pointIndent < 0 || point.Indent < pointIndent).Reverse().Select(point => point.Text));
        }

        result.AddRange(headings.AsEnumerable().Reverse().Select(heading => heading.Text));
        return result;
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var text = line.Trim();
        for (var i = text.StartsWith('|') ? 1 : 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '|')
            {
                cell.Append('|');
                i++;
            }
            else if (text[i] == '|')
            {
                cells.Add(InlineText.Clean(cell.ToString()));
                cell.Clear();
            }
            else
            {
                cell.Append(text[i]);
            }
        }

        if (cell.ToString().Trim().Length > 0)
        {
            cells.Add(InlineText.Clean(cell.ToString()));
        }

        return cells;
    }

    private static int Indent(string text)
    {
        var width = 0;
        foreach (var character in text)
        {
            if (character is not (' ' or '\t'))
            {
                break;
            }

            width += character == '\t' ? 4 : 1;
        }

        return width;
    }

    [GeneratedRegex(@"^(#{1,6})\s+(.*)$")]
    private static partial Regex Heading();

    [GeneratedRegex("^(=+|-{3,})$")]
    private static partial Regex Underline();

    private static bool IsDelimiter(string line) => line.Contains('-') && line.Contains('|') && !line.AsSpan().ContainsAnyExcept(" \t|:-")
        && line.Trim().Trim('|').Split('|').All(cell => cell.Trim() is { Length: > 0 } mark
            && !mark.Trim(':').AsSpan().ContainsAnyExcept('-')
            && mark.Contains('-'));

    [GeneratedRegex(@"^(?:[-+*•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?")]
    private static partial Regex Point();

    // A line that is a label of its own: **Results:**
    [GeneratedRegex(@"^\*\*[^*]{1,200}\*\*:?$")]
    private static partial Regex BoldLabel();

    [GeneratedRegex(
        @"(?<=[a-z0-9)%\]""'’”])(?<!\b(?:vs|e\.g|i\.e|approx|ca|cf|resp|etc|No|Fig|Tab|Sec))[.!?]['""’”)]*\s+(?=[A-Z0-9""'“‘(\[*_`])")]
    private static partial Regex SentenceEnd();
}
