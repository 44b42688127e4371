namespace Panoptes.Cli.CommandLine;

/// <summary>Rows of text in columns as wide as their widest cell.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Writes a head, a rule and the rows.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="head">Names of the columns.</param>
    /// <param name="rows">Cells, one for each column.</param>
    public static void Write(TextWriter output, IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = head.Select((name, column) => rows.Select(row => row[column].Length).Append(name.Length).Max()).ToArray();
        string Line(IReadOnlyList<string> cells) =>
            string.Join(Gap, cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
        output.WriteLine(Line(head));
        output.WriteLine(Line([.. widths.Select(width => new string('-', width))]));
        foreach (var row in rows)
        {
            output.WriteLine(Line(row));
        }
    }
}
