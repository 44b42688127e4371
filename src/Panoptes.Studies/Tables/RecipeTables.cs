using Panoptes.Experiments.Recipes;
using Panoptes.Studies.Analysis;

namespace Panoptes.Studies.Tables;

/// <summary>Tables of what each recipe trained and what it took.</summary>
internal static class RecipeTables
{
    // In percent of the time: below it there are no extra hours to divide by.
    private const double LeastExtra = 1;

    /// <summary>The printed warning beside times for each percent.</summary>
    public const string EarlyStop =
        "Time per 1 % is wall minutes divided by the metric in percent. It rewards stopping early: a training that is cut short looks "
        + "cheap by it. Read it only together with the time to the target and the points per device-hour.";

    /// <summary>What was trained: iterations, batch, samples and what follows from them.</summary>
    public static ReportTable Trained(StudyReport report) => new(
        "trained", "What was trained",
        [
            .. TableLead.Columns(report), new("Recipe"),
            .. TableLead.Numbers(
                "n", "Iterations", "Batch size", "Samples", "Epochs", "Warm-up iterations", "Warm-up (%)", "Evaluations"),
            .. TableLead.Words("Devices", "Source"),
        ],
        [.. report.Results.Select(result => Row(report, result))])
    {
        Notes = ["Samples are iterations times batch size. n counts completed seeds."],
    };

    /// <summary>Times, costs, and what was got for them.</summary>
    public static ReportTable Times(StudyReport report) => new(
        "time", "Time and cost",
        [
            .. TableLead.Columns(report), new("Recipe"),
            .. TableLead.Numbers(
                "n", report.Scale.Head, "Wall (h)", "Training alone (h)", "Evaluation (h)", "Device h", "it/s", "img/s",
                $"Time per 1 % {report.Scale.Title} (min)", "Speed-up against reference", "Time against reference (%)",
                "Retained of reference (%)"),
            .. TableLead.Words("Time against metric", "Source"),
        ],
        [.. report.Results.Where(result => result.N > 0).Select(result => TimeRow(report, result))])
    {
        Notes =
        [
            EarlyStop,
            "Wall time includes evaluations. Where they were not recorded apart from the training, both other columns are absent. "
                + "Device h are device-hours: wall hours times the GPUs or CPUs that a cell ran on.",
            .. report.Fronts.Where(front => front.Obstacle.Length > 0)
                .Select(front => $"{report.Names.Title(front.Subject)}: {front.Obstacle}."),
        ],
    };

    /// <summary>When each recipe first reached the target.</summary>
    public static ReportTable Targets(StudyReport report) => new(
        "time-to-target", "Time to target",
        [
            .. TableLead.Columns(report), new("Recipe"),
            .. TableLead.Numbers(
                $"Target {report.Scale.Head}", "Seeds that reached it", "n", "At iteration", "After samples", "Training (h)"),
            new("Bound"),
        ],
        [
            .. report.Targets.Select(target => (IReadOnlyList<Entry>)
            [
                .. TableLead.Of(report, target.Result.Subject),
                Entry.Of(report.Names.Title(target.Result.Recipe)),
                Entry.Fixed(target.Target),
                Entry.Count(target.Reached),
                Entry.Count(target.Result.N),
                target.Step is { } step ? Entry.Count((long)Math.Round(step)) : Entry.Of("not reached"),
                Entry.Count((long?)(target.Step * target.Result.Batch)),
                Entry.Hours(target.Hours),
                Entry.Of(target is { IsUpperBound: true, Step: not null } ? "at most: one evaluation is known" : ""),
            ]),
        ])
    {
        Notes =
        [
            report.Source.Target is null
                ? "The target is the best value that every completed cell of the model reached. The first evaluation that reached it "
                    + "counts."
                : "The first evaluation that reached the target counts.",
            "Hours are of training alone; at the last step they are what was recorded as training.",
        ],
    };

    /// <summary>Points for each further device-hour.</summary>
    public static ReportTable Costs(StudyReport report) => new(
        "marginal", "Points per extra device-hour",
        [
            .. TableLead.Columns(report), .. TableLead.Words("From", "To"),
            .. TableLead.Numbers("Extra device-hours", "Extra time (%)", $"Gain ({report.Scale.Points})",
                $"{report.Scale.Points} per extra device-hour"),
            .. TableLead.Words("Verdict", "Evidence"),
        ],
        [
            .. report.Costs.Select(step => (IReadOnlyList<Entry>)
            [
                .. TableLead.Of(report, step.From.Subject),
                Entry.Of(report.Names.Title(step.From.Recipe)),
                Entry.Of(report.Names.Title(step.To.Recipe)),
                Entry.Hours(step.ExtraDeviceHours),
                Entry.Signed(step.Comparison.ExtraTimePercent, 1),
                Entry.Signed(report.Scale.Gain(step.From.Mean!.Value, step.To.Mean!.Value)),
                Math.Abs(step.Comparison.ExtraTimePercent ?? LeastExtra) < LeastExtra ? Entry.None
                    : Entry.Fixed(step.PointsPerDeviceHour),
                Entry.Of(ComparisonTables.Word(step.Comparison.Verdict)),
                Entry.Of(ComparisonTables.Evidence(report, step.Comparison)),
            ]),
        ])
    {
        Notes =
        [
            "Recipes of a model in the order of their device-hours; a gain is positive where the metric becomes better. Recipes that "
                + "take about as long have no extra hours to speak of.",
        ],
    };

    /// <summary>Whether numbers were measured here.</summary>
    public static string SourceOf(RecipeResult result)
    {
        var imported = result.Done.Select(cell => cell.ImportedFrom).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        return result.N == 0 ? "not measured yet"
            : imported.Length == 0 ? "measured here"
            : $"not measured here: {Figures.List(imported)}"
                + (result.Done.Any(cell => cell.ImportedFrom is null) ? " (some seeds were measured here)" : "");
    }

    private static IReadOnlyList<Entry> Row(StudyReport report, RecipeResult result)
    {
        var config = (result.N > 0 ? result.Done : result.Cells).FirstOrDefault(cell => cell.Config is not null)?.Config;
        var figures = config is null ? null : TrainingFigures.Of(config);
        var evaluations = result.N > 0 ? result.Done.Max(cell => cell.Curve.Count) : 0;
        return
        [
            .. TableLead.Of(report, result.Subject),
            Entry.Of(report.Names.Title(result.Recipe)),
            Entry.Count(result.N),
            Entry.Count(result.Steps),
            Entry.Count(result.Batch),
            Entry.Count(result.Samples),
            Entry.Fixed(result.Epochs, 1),
            Entry.Count(figures?.WarmUpSteps),
            Entry.Fixed(100 * figures?.WarmUpShare, 1),
            Entry.Count(figures?.Evaluations ?? (evaluations > 0 ? evaluations : null)),
            Entry.Of(result.Hardware),
            Entry.Of(SourceOf(result)),
        ];
    }

    private static IReadOnlyList<Entry> TimeRow(StudyReport report, RecipeResult result)
    {
        var against = report.AgainstReference.FirstOrDefault(one => ReferenceEquals(one.Variant, result));
        var isApart = result.EvaluationHours is not null;
        var front = report.Fronts.First(one => one.Subject == result.Subject);
        return
        [
            .. TableLead.Of(report, result.Subject),
            Entry.Of(report.Names.Title(result.Recipe)),
            Entry.Count(result.N),
            Entry.Fixed(result.Mean),
            Entry.Hours(result.WallHours),
            Entry.Hours(isApart ? result.TrainHours : null),
            Entry.Hours(result.EvaluationHours),
            Entry.Hours(result.DeviceHours),
            Entry.Fixed(result.StepsPerSecond),
            Entry.Fixed(result.ImagesPerSecond, 1),
            Entry.Fixed(result.MinutesPerPercent, 1),
            Entry.Fixed(against?.SpeedUp),
            Entry.Signed(against?.ExtraTimePercent, 1),
            Entry.Fixed(against?.RetainedPercent, 1),
            Entry.Of(front.Obstacle.Length > 0 ? "not comparable" : result.WallHours is null ? "" : front.Has(result) ? "on the front"
                : "another is as fast and as good"),
            Entry.Of(SourceOf(result)),
        ];
    }
}
