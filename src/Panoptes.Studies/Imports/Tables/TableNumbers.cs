using System.Globalization;
using System.Text.RegularExpressions;
using Panoptes.Foundation;

namespace Panoptes.Studies.Imports.Tables;

/// <summary>
/// How a table writes numbers. A comma is a decimal comma where no number of the table has a decimal point and at least one cannot be read
/// as thousands; everything else with commas is refused rather than guessed.
/// </summary>
/// <param name="HasDecimalComma">Whether it writes <c>0,77</c>.</param>
internal sealed partial record TableNumbers(bool HasDecimalComma)
{
    private const string Advice = "write numbers with decimal points and without separators of thousands";

    /// <summary>How a table writes its numbers.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Columns of numbers.</param>
    /// <param name="shown">What errors call its file.</param>
    /// <exception cref="InputException">
    /// It writes some with decimal commas and some with points, or only such as may be thousands.
    /// </exception>
    public static TableNumbers Of(CsvTable table, IReadOnlyCollection<int> columns, string shown)
    {
        (CsvRow Row, string Cell)? comma = null, point = null;
        var isDecimal = false;
        foreach (var row in table.Rows)
        {
            foreach (var column in columns)
            {
                var cell = row.Cells[column];
                if (WithComma().IsMatch(cell))
                {
                    comma ??= (row, cell);
                    isDecimal |= !Thousands().IsMatch(cell);
                }
                else if (WithPoint().IsMatch(cell))
                {
                    point ??= (row, cell);
                }
            }
        }

        if (comma is not { } found)
        {
            return new TableNumbers(false);
        }

        if (point is { } other)
        {
            throw new InputException(
                $"{shown}:{found.Row.Line}", $"'{found.Cell}', and '{other.Cell}' in line {other.Row.Line}",
                "one kind of decimal separator", Advice);
        }

        return isDecimal ? new TableNumbers(true) : throw new InputException(
            $"{shown}:{found.Row.Line}", $"'{found.Cell}', which may be a decimal or thousands", "numbers that can be read in one way",
            Advice);
    }

    /// <summary>A number; null where the cell is empty or says that there is none.</summary>
    /// <exception cref="InputException">The cell holds something else.</exception>
    public double? Read(string cell, string shown, int line, string column)
    {
        var text = cell.TrimEnd('%').TrimEnd();
        if (text.Length == 0 || text is "-" or "—" || text.ToLowerInvariant() is "none" or "null" or "n/a" or "na" or "pending")
        {
            return null;
        }

        text = HasDecimalComma ? text.Replace(',', '.') : text;
        return text.Equals("nan", StringComparison.OrdinalIgnoreCase) ? double.NaN
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
            : throw new InputException($"{shown}:{line}", $"'{Short(cell)}' in column {column}", "a number, or nothing", "mend the cell");
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "..." : text;

    [GeneratedRegex(@"^[+-]?\d{1,20}(?:,\d{1,20}){1,5}(?:[eE][+-]?\d{1,3})? ?%?$")]
    private static partial Regex WithComma();

    [GeneratedRegex(@"^[+-]?\d{0,20}\.\d{1,20}(?:[eE][+-]?\d{1,3})? ?%?$")]
    private static partial Regex WithPoint();

    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2}(?:,\d{3}){1,5} ?%?$")]
    private static partial Regex Thousands();
}
