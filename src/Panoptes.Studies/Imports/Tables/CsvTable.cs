using System.Text;
using Panoptes.Foundation;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.Tables;

/// <summary>A row of a table.</summary>
/// <param name="Line">The line that it begins on, from 1.</param>
/// <param name="Cells">Its cells, as many as the table has columns.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>
/// A table of separated values as RFC 4180 has them, with commas, semicolons or tabs: whichever the header has most of. Spaces around
/// cells do not count.
/// </summary>
/// <param name="Delimiter">What separates its cells.</param>
/// <param name="Header">Titles of its columns.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record CsvTable(char Delimiter, IReadOnlyList<string> Header, IReadOnlyList<CsvRow> Rows)
{
    private const long LargestFile = 256L << 20;
    private const int MostRows = 1_000_000;
    private const int MostColumns = 5000;
    private const int LongestCell = 1 << 16;
    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>The titles of a file's columns; empty where it does not begin as a table.</summary>
    public static IReadOnlyList<string> HeaderOf(string path)
    {
        try
        {
            var line = SourceFile.Lines(path, path).Select(line => line.Text).FirstOrDefault("");
            return Records(new StringReader(line), Sniff(line), path).FirstOrDefault().Cells ?? [];
        }
        catch (InputException)
        {
            return [];
        }
    }

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shown">What errors call it.</param>
    /// <param name="warn">Told of a torn last row.</param>
    /// <exception cref="InputException">It is no table; names the line.</exception>
    public static CsvTable Read(string path, string shown, Action<string> warn)
    {
        using var stream = SourceFile.Open(path, shown);
        if (stream.Length > LargestFile)
        {
            throw new InputException(shown, $"{stream.Length} bytes", $"at most {LargestFile}", "export fewer rows or columns");
        }

        var delimiter = Sniff(SourceFile.Lines(path, shown).Select(line => line.Text).FirstOrDefault(""));
        using var reader = new StreamReader(stream);
        IReadOnlyList<string>? header = null;
        var rows = new List<CsvRow>();
        foreach (var (line, cells, isWhole) in Records(reader, delimiter, shown))
        {
            if (header is null)
            {
                header = cells;
                continue;
            }

            if (rows.Count == MostRows)
            {
                throw new InputException($"{shown}:{line}", $"more than {MostRows} rows", "fewer", "export one row an evaluation");
            }

            if (Fitted(cells, header.Count) is { } fitted)
            {
                rows.Add(new CsvRow(line, fitted));
            }
            else if (!isWhole)
            {
                warn($"{shown}:{line}: left out, a torn last row");
            }
            else
            {
                throw new InputException(
                    $"{shown}:{line}", $"{cells.Count} cells", $"{header.Count}, as the header has",
                    cells.Count > header.Count && delimiter == ','
                        ? "where numbers have decimal commas, separate the columns with semicolons or put those numbers in quotes"
                        : "mend the row");
            }
        }

        return new CsvTable(delimiter, header ?? [], rows);
    }

    // Some end every row with a delimiter.
    private static IReadOnlyList<string>? Fitted(IReadOnlyList<string> cells, int columns) =>
        cells.Count == columns ? cells
        : cells.Count > columns && cells.Skip(columns).All(cell => cell.Length == 0) ? [.. cells.Take(columns)]
        : null;

    private static char Sniff(string header)
    {
        var inside = false;
        var counts = new int[Delimiters.Length];
        foreach (var character in header)
        {
            inside ^= character == '"';
            if (!inside && Array.IndexOf(Delimiters, character) is >= 0 and var which)
            {
                counts[which]++;
            }
        }

        return Delimiters[Array.IndexOf(counts, counts.Max())];
    }

    private static IEnumerable<(int Line, IReadOnlyList<string> Cells, bool IsWhole)> Records(
        TextReader reader, char delimiter, string shown)
    {
        var (line, began, inside, wasQuoted) = (1, 1, false, false);
        var cell = new StringBuilder();
        var cells = new List<string>();
        int read;
        while ((read = reader.Read()) >= 0)
        {
            var character = (char)read;
            line += character == '\n' ? 1 : 0;
            if (inside)
            {
                if (character != '"')
                {
                    cell.Append(character);
                }
                else if (reader.Peek() == '"')
                {
                    cell.Append((char)reader.Read());
                }
                else
                {
                    inside = false;
                }
            }
            else if (character == '"' && string.IsNullOrWhiteSpace(cell.ToString()))
            {
                cell.Clear();
                (inside, wasQuoted) = (true, true);
            }
            else if (character == delimiter)
            {
                End();
            }
            else if (character == '\n')
            {
                End();
                if (cells.Any(text => text.Length > 0) || wasQuoted)
                {
                    yield return (began, [.. cells], true);
                }

                cells.Clear();
                (began, wasQuoted) = (line, false);
            }
            else
            {
                cell.Append(character);
            }

            if (cell.Length > LongestCell || cells.Count > MostColumns)
            {
                throw new InputException(
                    $"{shown}:{began}", cell.Length > LongestCell ? "a cell without end" : $"more than {MostColumns} cells",
                    $"cells of at most {LongestCell} characters, {MostColumns} a row", "look for a quotation mark that is not closed");
            }
        }

        End();
        if (cells.Any(text => text.Length > 0))
        {
            yield return (began, cells, false);
        }

        void End()
        {
            cells.Add(cell.ToString().Trim(' ', '\r', '\uFEFF'));
            cell.Clear();
        }
    }
}
