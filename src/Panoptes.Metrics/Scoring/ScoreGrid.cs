namespace Panoptes.Metrics.Scoring;

/// <summary>A row of a grid.</summary>
/// <param name="Name">What its numbers are of.</param>
/// <param name="Numbers">Its numbers, one a column.</param>
/// <param name="Counts">What they are made of, one a column of counts.</param>
public sealed record GridRow(string Name, IReadOnlyList<Headline> Numbers, IReadOnlyList<long> Counts);

/// <summary>A table of numbers that may have intervals.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="File">Name of its CSV file, without an ending.</param>
/// <param name="Columns">What the numbers of a row are.</param>
/// <param name="Counts">What the counts of a row are.</param>
/// <param name="Rows">Its rows.</param>
public sealed record ScoreGrid(
    string Name, string File, IReadOnlyList<string> Columns, IReadOnlyList<string> Counts, IReadOnlyList<GridRow> Rows)
{
    /// <summary>The grid as a table; where its numbers have intervals, each is followed by its low and high end.</summary>
    public ScoreTable ToTable()
    {
        var hasIntervals = Rows.Any(row => row.Numbers.Any(number => number.Interval is not null));
        return new ScoreTable(
            Name,
            ["", .. Columns.SelectMany(column => hasIntervals ? new[] { column, "low", "high" } : [column]), .. Counts],
            [
                .. Rows.Select(row => (IReadOnlyList<object>)
                [
                    row.Name,
                    .. row.Numbers.SelectMany(number => !hasIntervals ? new object[] { number.Value }
                        : [number.Value, number.Interval?.Low ?? double.NaN, number.Interval?.High ?? double.NaN]),
                    .. row.Counts.Select(count => (object)count),
                ]),
            ])
        {
            File = File,
        };
    }
}

/// <summary>A curve of a report.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Horizontal">What goes to the right.</param>
/// <param name="X">Where its points lie, from left to right.</param>
/// <param name="Lines">Its lines: names, and shares at the points; NaN where there is none.</param>
public sealed record ScoreCurve(
    string Title, string Horizontal, IReadOnlyList<double> X, IReadOnlyList<(string Name, IReadOnlyList<double> Y)> Lines);
