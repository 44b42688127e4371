using System.Globalization;
using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Scoring;

/// <summary>Reports as lines of text: aligned tables, fractions in percent, "-" for what is undefined.</summary>
public static class ScoreText
{
    /// <summary>The whole report.</summary>
    public static IEnumerable<string> Lines(ScoreReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        yield return $"{report.Title} ({report.Protocol}, {report.Resampling.Images.Count} images)";
        foreach (var table in report.Printed)
        {
            foreach (var line in Lines(table).Prepend(""))
            {
                yield return line;
            }
        }

        yield return "";
        foreach (var headline in report.Headlines)
        {
            var interval = headline.Interval is { } i ? $"  [{Cell(i.Low)}, {Cell(i.High)}] at {i.Percent:0.##} %" : "";
            yield return $"{headline.Name,-22} {Cell(headline.Value),8}{interval}";
        }

        foreach (var remark in report.AllRemarks)
        {
            yield return $"note: {remark}";
        }
    }

    /// <summary>One table.</summary>
    public static IEnumerable<string> Lines(ScoreTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var rows = table.Rows.Select(row => row.Select(Cell).ToArray()).Prepend([.. table.Columns]).ToArray();
        var widths = Enumerable.Range(0, table.Columns.Count).Select(c => rows.Max(row => row[c].Length)).ToArray();
        yield return table.Name;
        foreach (var row in rows)
        {
            yield return string.Join("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd();
        }
    }

    /// <summary>A note as one line.</summary>
    /// <param name="note">The note.</param>
    /// <param name="rules">The rules whose numbers are shown.</param>
    public static string Line(ScoreNote note, ScoringRules rules)
    {
        ArgumentNullException.ThrowIfNull(note);
        var isPublished = rules == ScoringRules.Published;
        var moved = note.Numbers.Select(n => isPublished
            ? $"{n.Name} {Cell(n.Corrected)} instead of {Cell(n.Published)}"
            : $"{n.Name} {Cell(n.Published)} instead of {Cell(n.Corrected)}");
        var numbers = note.Numbers.Count == 0 ? ""
            : $". {(isPublished ? "Without this (--rules corrected)" : "As published (--rules published)")}: {string.Join(", ", moved)}";
        return $"[{note.Quirk}] {note.Count} {note.What} (first: {note.First}): {note.Effect}{numbers}";
    }

    /// <summary>A cell: fractions in percent with two decimals, whole numbers and text as they are.</summary>
    public static string Cell(object value) => value switch
    {
        double number => Percent(number, 2),
        long or int => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        _ => value.ToString() ?? "",
    };

    /// <summary>A fraction in percent, rounded; "-" for what is undefined.</summary>
    public static string Percent(double value, int decimals) =>
        double.IsFinite(value) ? Math.Round(100 * value, decimals).ToString("F" + decimals, CultureInfo.InvariantCulture) : "-";
}
