using System.Text.Json.Nodes;
using Panoptes.Imaging;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Photographs;
using Panoptes.Metrics.Rules;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Scoring;

/// <summary>A file or folder that a score was computed from.</summary>
/// <param name="Role">What it is: gt, pred, and so on.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Sha256">Hash of its content: of a file its bytes, of a folder its files' names and bytes in order.</param>
public sealed record ScoreInput(string Role, string Path, string Sha256);

/// <summary>A number that stands at the top.</summary>
/// <param name="Name">Its usual name.</param>
/// <param name="Value">A fraction; NaN where it is undefined.</param>
public sealed record Headline(string Name, double Value)
{
    /// <summary>A bootstrap interval over images, where asked for.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Whether a higher value is better.</summary>
    public bool HigherIsBetter { get; init; } = true;
}

/// <summary>A table of a report. Cells are text, whole numbers (long) or fractions (double; NaN for none).</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Cells by row.</param>
public sealed record ScoreTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object>> Rows)
{
    /// <summary>Name of its CSV file, without an ending.</summary>
    public string File { get; init; } = Name;
}

/// <summary>All that one scoring found: what is printed, written as JSON and shown on a page.</summary>
public sealed record ScoreReport
{
    /// <summary>Which rules were followed, exactly: name and version.</summary>
    public required string Protocol { get; init; }

    /// <summary>What was scored, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What it was computed from.</summary>
    public required IReadOnlyList<ScoreInput> Inputs { get; init; }

    /// <summary>The numbers that stand at the top.</summary>
    public required IReadOnlyList<Headline> Headlines { get; init; }

    /// <summary>Tables, the per-class one among them.</summary>
    public required IReadOnlyList<ScoreTable> Tables { get; init; }

    /// <summary>Tables of numbers that may have intervals, in the order of the resampling's further numbers.</summary>
    public IReadOnlyList<ScoreGrid> Grids { get; init; } = [];

    /// <summary>Tables that are too long for a console: pages and CSV files have them.</summary>
    public IReadOnlyList<ScoreTable> Appendix { get; init; } = [];

    /// <summary>Curves, which pages draw.</summary>
    public IReadOnlyList<ScoreCurve> Curves { get; init; } = [];

    /// <summary>Everything in full precision.</summary>
    public required JsonObject Details { get; init; }

    /// <summary>How the numbers follow from the images, for intervals and comparisons.</summary>
    public required Resampling Resampling { get; init; }

    /// <summary>Remarks that a reader must know: what was left out, what is undefined.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Whose rules the numbers follow where the published evaluator has a trap.</summary>
    public ScoringRules Rules { get; init; }

    /// <summary>Known traps of the published evaluator that these inputs hit.</summary>
    public IReadOnlyList<ScoreNote> Notes { get; init; } = [];

    /// <summary>Pixels by class, for the confusion table, and the names of its classes.</summary>
    public (ConfusionMatrix Matrix, IReadOnlyList<string> Names)? Confusion { get; init; }

    /// <summary>What the colors of <see cref="WorstImages"/> mean.</summary>
    public IReadOnlyList<(string Meaning, Rgb Color)> PictureKey { get; init; } = Scoring.PictureKey.Segments;

    /// <summary>The classes that tables and pictures name, with the colors that they are drawn in.</summary>
    public IReadOnlyList<(string Name, Rgb Color)> ClassColors { get; init; } = [];

    /// <summary>The classes that are neither in the truth nor predicted.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>Draws the worst images over their photographs, where there are some; called only where a page is written.</summary>
    public Func<IPhotographs?, IReadOnlyList<ScorePicture>> WorstImages { get; init; } = _ => [];

    /// <summary>Every remark, that on absent classes among them.</summary>
    public IReadOnlyList<string> AllRemarks =>
        Absent.Count == 0 ? Remarks : [.. Remarks, $"absent from truth and prediction, not averaged: {string.Join(", ", Absent)}"];

    /// <summary>Every table that is printed: those as they are, and the grids with the intervals that they have.</summary>
    public IReadOnlyList<ScoreTable> Printed => [.. Tables, .. Grids.Select(grid => grid.ToTable())];

    /// <summary>The report with bootstrap intervals of all its headlines and grids.</summary>
    /// <param name="percent">How sure, above 0 and below 100.</param>
    /// <param name="draws">How many draws of images.</param>
    /// <param name="seed">Seed of the draws.</param>
    public ScoreReport WithIntervals(double percent, int draws = Bootstrap.DefaultDraws, long seed = 1)
    {
        var intervals = Bootstrap.Intervals(Resampling, percent, draws, seed);
        var next = 0;
        return this with
        {
            Headlines = [.. Headlines.Select((headline, i) => headline with { Interval = intervals.Headlines[i] })],
            Grids =
            [
                .. Grids.Select(grid => grid with
                {
                    Rows = [.. grid.Rows.Select(row => row with
                    {
                        Numbers = [.. row.Numbers.Select(number => number with { Interval = intervals.Further[next++] })],
                    })],
                }),
            ],
        };
    }
}
