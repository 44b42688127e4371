using Panoptes.Studies.Analysis;
using Panoptes.Studies.Results;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Tables;

/// <summary>Tables of how far cells are.</summary>
internal static class ProgressTables
{
    /// <summary>Models by recipes, with the state of their cells.</summary>
    public static ReportTable Coverage(StudyReport report)
    {
        var states = report.Totals.Select(total => StateMark.Of(total.State)).ToArray();
        return new ReportTable(
            "coverage", "Coverage",
            [.. TableLead.Columns(report), .. report.Names.Recipes.Select(recipe => new ReportColumn(report.Names.Title(recipe)))],
            [
                .. report.Coverage.GroupBy(one => one.Subject).Select(row => (IReadOnlyList<Entry>)
                    [.. TableLead.Of(report, row.Key), .. row.Select(Mark)]),
            ])
        {
            Notes =
            [
                $"{Figures.List(states.Select(state => $"{state.Glyph} {state.Letter} {state.Word}"))}; a number counts seeds, "
                    + $"{Entry.Absent} is no cell.",
                $"{Figures.Number(report.Source.Cells.Count, "cell", "cells")}: "
                    + $"{Figures.List(report.Totals.Select(total => $"{total.Cells} {StateMark.Of(total.State).Word}"))}.",
            ],
        };
    }

    /// <summary>How many cells are in which state.</summary>
    public static ReportTable Totals(StudyReport report) => new(
        "totals", "Cells by state",
        [new("State"), new("Cells", true)],
        [.. report.Totals.Select(total => (IReadOnlyList<Entry>)[Entry.Of(StateMark.Of(total.State).Word), Entry.Count(total.Cells)])]);

    /// <summary>How far each cell is.</summary>
    public static ReportTable Progress(StudyReport report) => new(
        "progress", "Progress",
        [
            new("Cell"), .. TableLead.Columns(report), new("Recipe"), new("Seed", true), new("State"),
            .. TableLead.Numbers(
                "Done (iterations)", "Of", report.Scale.Head, SecondHead(report), $"Since the last one ({report.Scale.Points})"),
            new("Best so far"), .. TableLead.Numbers("LR", "it/s", "img/s", "ETA"), .. TableLead.Words("Source"),
        ],
        [
            .. report.Progress.Select(row => (IReadOnlyList<Entry>)
            [
                .. Cell(report, row.Cell),
                State(row.Cell.Status.State),
                Entry.Count(row.Step),
                Entry.Count(row.Cell.Steps > 0 ? row.Cell.Steps : row.Cell.Status.Steps),
                Entry.Fixed(row.Latest),
                Entry.Fixed(row.Second),
                Entry.Signed(row.Curve.LastChange),
                Entry.Of(row.Latest is null ? "" : row.Curve.IsBestLast ? "best" : ""),
                Entry.Short(row.Cell.LearningRate),
                Entry.Fixed(row.StepsPerSecond),
                Entry.Fixed(row.ImagesPerSecond, 1),
                row.Cell.Status.SecondsLeft is { } left ? new Entry(Figures.Span(left), left) : Entry.None,
                Entry.Of(row.Cell.ImportedFrom is { } from ? $"not measured here: {from}" : "here"),
            ]),
        ])
    {
        Notes = ["Since the last one: the latest evaluation less the one before it. Speeds of completed cells are over the whole "
                + "training."],
    };

    /// <summary>What the curves say; cells with one evaluation are left out.</summary>
    public static ReportTable Curves(StudyReport report) => new(
        "curve-checks", "What the curves say",
        [
            new("Cell"), .. TableLead.Columns(report), new("Recipe"), new("Seed", true),
            .. TableLead.Numbers(
                "Evaluations", $"Largest drawdown ({report.Scale.Points})", "At iteration",
                $"Slope of the last 3 ({report.Scale.Points} per evaluation)"),
            new("Still rising"), .. TableLead.Numbers($"Best {report.Scale.Head}", "Best at iteration"), new("Last is best"),
        ],
        [
            .. report.Progress.Where(row => row.Curve.Points.Count > 1).Select(row => (IReadOnlyList<Entry>)
            [
                .. Cell(report, row.Cell),
                Entry.Count(row.Curve.Points.Count),
                Entry.Fixed(row.Curve.Drawdown),
                Entry.Count(row.Curve.DrawdownStep),
                Entry.Signed(row.Curve.Slope),
                Entry.Of(row.Curve.Slope is null ? "" : !row.Curve.IsStillRising ? "no" : row.Cell.IsDone ? "yes: not converged" : "yes"),
                Entry.Fixed(row.Curve.Best?.Value),
                Entry.Count(row.Curve.Best?.Step),
                Entry.Of(row.Curve.IsBestLast ? "yes" : "no"),
            ]),
        ])
    {
        Notes =
        [
            "A slope is positive where the metric becomes better. Still rising: the last evaluation is better than the one before it, and "
                + "than that before by more than the noise band of one run against another.",
        ],
    };

    /// <summary>Who trains each cell, and by which jobs.</summary>
    public static ReportTable Jobs(StudyReport report) => new(
        "cells", "Cells",
        [
            new("Cell"), .. TableLead.Columns(report), new("Recipe"), .. TableLead.Numbers("Seed"), new("State"), new("Attempts", true),
            .. TableLead.Words("Jobs", "By", "Remark", "Source"),
        ],
        [
            .. report.Progress.Select(row => (IReadOnlyList<Entry>)
            [
                .. Cell(report, row.Cell),
                State(row.Cell.Status.State),
                Entry.Count(row.Cell.Status.Attempts),
                Entry.Of(Figures.List(row.Cell.Status.Jobs)),
                Entry.Of(row.Cell.Owner),
                Entry.Of(Remark(row.Cell.Status)),
                Entry.Of(row.Cell.ImportedFrom is { } from ? $"not measured here: {from}" : "here"),
            ]),
        ]);

    /// <summary>Every evaluation of every cell.</summary>
    public static ReportTable Evaluations(StudyReport report) => new(
        "evaluations", "Evaluations",
        [
            new("Cell"), .. TableLead.Columns(report), new("Recipe"), .. TableLead.Numbers("Seed", "Iteration", report.Scale.Head),
        ],
        [
            .. report.Progress.SelectMany(row => row.Curve.Points.Select(point => (IReadOnlyList<Entry>)
                [.. Cell(report, row.Cell), Entry.Count(point.Step), Entry.Fixed(point.Value)])),
        ])
    {
        IsAppendix = true,
    };

    private static IEnumerable<Entry> Cell(StudyReport report, ResultCell cell) =>
    [
        Entry.Of(report.Names.Evidence(cell)),
        .. TableLead.Of(report, new Subject(cell.Key.Data, cell.Key.Model)),
        Entry.Of(report.Names.Title(cell.Key.Recipe)),
        new Entry($"{cell.Key.Seed}", cell.Key.Seed),
    ];

    private static Entry State(CellState state)
    {
        var mark = StateMark.Of(state);
        return new Entry($"{mark.Glyph} {mark.Letter} {mark.Word}");
    }

    private static Entry Mark(Coverage coverage)
    {
        string Text((CellState State, int Cells) one)
        {
            var mark = StateMark.Of(one.State);
            var count = coverage.States.Sum(state => state.Cells) == 1 ? "" : $" {one.Cells}";
            return $"{mark.Glyph} {mark.Letter}{count}";
        }

        return Entry.Of(Figures.List(coverage.States.Select(Text)));
    }

    private static string Remark(CellStatus status) => status.Failure is { } failure
        ? $"{Words(failure)}{(status.Reason.Length > 0 ? $": {status.Reason}" : "")}"
        : status.Reason;

    private static string Words(FailureKind failure) => failure switch
    {
        FailureKind.OutOfMemory => "out of memory",
        FailureKind.NotANumber => "loss not finite",
        FailureKind.Data => "data",
        FailureKind.Config => "configuration",
        FailureKind.Infrastructure => "machine or scheduler",
        _ => "unknown failure",
    };

    private static string SecondHead(StudyReport report)
    {
        if (report.Source.SecondMetric is not { } name)
        {
            return "Second metric";
        }

        var title = report.Source.SecondMetricTitle is { Length: > 0 } given ? given : name;
        var isShare = report.Source.Cells.SelectMany(cell => cell.Curve.Append(cell.Final)).OfType<ResultPoint>()
            .SelectMany(point => point.Metrics).FirstOrDefault(metric => metric.Name == name)?.IsShare;
        return isShare == false ? title : $"{title} (%)";
    }
}
