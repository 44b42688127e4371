using Panoptes.Metrics.Scoring;

namespace Panoptes.Experiments.Comparisons;

/// <summary>A comparison of runs as tables: for consoles, and as CSV files.</summary>
public static class RunComparisonTables
{
    /// <summary>Settings that differ; the numbers over all classes and by class with their differences, by kind; the curves.</summary>
    /// <param name="comparison">The comparison.</param>
    public static IReadOnlyList<ScoreTable> All(RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return
        [
            .. Printed(comparison),
            .. comparison.Kinds.Select(kind => Shares(comparison, kind.Classes, $"{kind.Kind} by class", $"{kind.Kind}-classes")),
            .. comparison.Kinds.Where(kind => kind.Curve is not null).Select(kind => Curve(comparison, kind)),
        ];
    }

    /// <summary>Those that a console shows: settings, and numbers over all classes.</summary>
    /// <param name="comparison">The comparison.</param>
    public static IReadOnlyList<ScoreTable> Printed(RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return
        [
            .. comparison.Settings.Count == 0 ? Array.Empty<ScoreTable>() : [Settings(comparison)],
            .. comparison.Kinds.Select(kind => Shares(comparison, kind.Numbers, kind.Kind, kind.Kind)),
        ];
    }

    private static ScoreTable Settings(RunComparison comparison) => new(
        "settings that differ",
        ["", .. comparison.Runs.Select(run => run.Letter)],
        [.. comparison.Settings.Select(setting => (IReadOnlyList<object>)[setting.Path, .. setting.Values])])
    {
        File = "settings",
    };

    private static ScoreTable Shares(RunComparison comparison, IReadOnlyList<ComparedShare> shares, string name, string file)
    {
        var others = comparison.Runs.Skip(1).Select((run, place) => (run.Letter, Place: place + 1)).ToList();
        return new ScoreTable(
            name,
            ["", .. comparison.Runs.Select(run => run.Letter), .. others.SelectMany(run => new[] { $"{run.Letter} - A", "low", "high" })],
            [
                .. shares.Select(share => (IReadOnlyList<object>)
                [
                    share.Title,
                    .. share.Values.Select(value => (object)(value ?? double.NaN)),
                    .. others.SelectMany(run => new object[]
                    {
                        (share.Values[run.Place] - share.Values[0]) ?? double.NaN,
                        share.Intervals[run.Place]?.Low ?? double.NaN,
                        share.Intervals[run.Place]?.High ?? double.NaN,
                    }),
                ]),
            ])
        {
            File = file,
        };
    }

    private static ScoreTable Curve(RunComparison comparison, ComparedKind kind)
    {
        var curve = kind.Curve!;
        double At(string size, int run, int place) =>
            curve.Lines.FirstOrDefault(line => line.Size == size && line.Run == run).Y is { } y ? y[place] ?? double.NaN : double.NaN;
        return new ScoreTable(
            curve.Title,
            ["size", "T", .. comparison.Runs.Select(run => run.Title)],
            [
                .. curve.Lines.Select(line => line.Size).Distinct().SelectMany(size => curve.X.Select((t, place) => (IReadOnlyList<object>)
                [
                    size, (long)t, .. Enumerable.Range(0, comparison.Runs.Count).Select(run => (object)At(size, run, place)),
                ])),
            ])
        {
            File = $"{kind.Kind}-confusion",
        };
    }
}
