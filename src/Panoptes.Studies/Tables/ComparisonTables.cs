using Panoptes.Experiments.Recipes;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Results;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Tables;

/// <summary>Tables of recipes against each other.</summary>
internal static class ComparisonTables
{
    // More tables of two recipes each than anyone reads.
    private const int MostPairs = 20;

    /// <summary>
    /// Two recipes, one model a row: a table for each pair, so that the columns can be headed by what they hold. Where there are too many
    /// to be read, files of numbers alone have them.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="file">What the names of their files begin with.</param>
    /// <param name="comparisons">The comparisons.</param>
    public static IEnumerable<ReportTable> Pairs(StudyReport report, string file, IReadOnlyList<Comparison> comparisons)
    {
        var pairs = comparisons.GroupBy(one => (First: one.Baseline.Recipe, Second: one.Variant.Recipe))
            .Where(pair => pair.Any(one => one.Difference is not null)).ToArray();
        return pairs.Select((pair, place) => Pair(report, $"{file}-{place + 1}", pair.Key.First, pair.Key.Second, [.. pair]) with
        {
            IsAppendix = pairs.Length > MostPairs,
        });
    }

    /// <summary>Each variant against the reference.</summary>
    public static ReportTable AgainstReference(StudyReport report) => Of(
        report, "comparison",
        $"{report.Scale.Title} against the reference{(report.Source.Reference is { } name ? $" ({report.Names.Title(name)})" : "")}",
        "Reference", "Variant", report.AgainstReference);

    /// <summary>Variants against each other.</summary>
    public static ReportTable BetweenVariants(StudyReport report) =>
        Of(report, "variants", $"{report.Scale.Title} of variants against each other", "First", "Second", report.BetweenVariants);

    /// <summary>Mean differences over models.</summary>
    public static ReportTable Means(StudyReport report) => new(
        "means", "Mean difference from the reference over models",
        [
            new("Variant"), .. TableLead.Numbers($"Mean difference ({report.Scale.Points})", "Models"),
            .. TableLead.Words("Over", "Left out", "Comparable between variants"),
        ],
        [
            .. report.Means.Select(mean => (IReadOnlyList<Entry>)
            [
                Entry.Of(report.Names.Title(mean.Variant)),
                Entry.Signed(mean.Mean),
                Entry.Count(mean.Over.Count),
                Entry.Of(Figures.List(mean.Over.Select(one => report.Names.Title(one.Variant.Subject)))),
                Entry.Of(Figures.List(mean.LeftOut.Select(report.Names.Title))),
                Entry.Of(report.Means.Select(other => other.Variant).Distinct().Count() == 1 ? ""
                    : mean.IsCommon ? "yes: the same models" : "no: other models"),
            ]),
        ])
    {
        Notes = ["Only models that both the variant and the reference completed are in a mean; every model counts once."],
    };

    /// <summary>Whether all differences in settings were declared, by pair.</summary>
    public static ReportTable Configurations(StudyReport report) => new(
        "configurations", "Differences in settings",
        [
            .. TableLead.Columns(report), .. TableLead.Words("First", "Second"), .. TableLead.Numbers("Declared", "Undeclared"),
            new("What is known"),
        ],
        [
            .. report.Configs.Select(config => (IReadOnlyList<Entry>)
            [
                .. TableLead.Of(report, config.Baseline.Subject),
                Entry.Of(report.Names.Title(config.Baseline.Recipe)),
                Entry.Of(report.Names.Title(config.Variant.Recipe)),
                Entry.Count(config.IsKnown ? config.Declared.Count() : null),
                Entry.Count(config.IsKnown ? config.Undeclared.Count() : null),
                Entry.Of(Known(report, config)),
            ]),
        ])
    {
        Notes =
        [
            "Where settings differ that nobody declared, or where it is not known, the numbers of the two recipes stand beside each other "
                + "and nothing follows about the declared settings.",
        ],
    };

    /// <summary>Every setting that differs.</summary>
    public static ReportTable Settings(StudyReport report) => new(
        "settings", "Settings that differ",
        [.. TableLead.Columns(report), .. TableLead.Words("First", "Second", "Setting", "In the first", "In the second", "Declared")],
        [
            .. report.Configs.SelectMany(config => config.Differences
                .Where(difference => difference.Kind != DifferenceKind.BothDepart
                    && (config.Undeclared.Contains(difference) || config.Declared.Contains(difference)))
                .Select(difference => (IReadOnlyList<Entry>)
                [
                    .. TableLead.Of(report, config.Baseline.Subject),
                    Entry.Of(report.Names.Title(config.Baseline.Recipe)),
                    Entry.Of(report.Names.Title(config.Variant.Recipe)),
                    Entry.Of(difference.Path),
                    Entry.Of(difference.A),
                    Entry.Of(difference.B),
                    Entry.Of(difference.Kind == DifferenceKind.Declared ? "yes" : "no"),
                ])),
        ]);

    /// <summary>The word for a verdict.</summary>
    public static string Word(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Better => "better",
        ComparisonVerdict.Worse => "worse",
        ComparisonVerdict.Inconclusive => "inconclusive",
        _ => "not measured",
    };

    /// <summary>The cells of both sides.</summary>
    public static string Evidence(StudyReport report, Comparison comparison)
    {
        string Side(IReadOnlyList<ResultCell> cells) => cells.Count == 0 ? "none" : report.Names.Evidence(cells);
        return $"{Side(comparison.Variant.Done)} against {Side(comparison.Baseline.Done)}";
    }

    private static ReportTable Pair(
        StudyReport report, string file, string first, string second, IReadOnlyList<Comparison> comparisons)
    {
        var (baseline, variant) = (report.Names.Title(first), report.Names.Title(second));
        return new ReportTable(
            file, $"{report.Scale.Title}: {variant} against {baseline}",
            [
                .. TableLead.Columns(report),
                .. TableLead.Numbers(
                    $"{baseline} {report.Scale.Head}", "First n", $"{variant} {report.Scale.Head}", "Second n",
                    $"Difference ({report.Scale.Points})", "Relative (%)"),
                .. TableLead.Words("Verdict by the noise band", "Evidence", "Source"),
            ],
            [
                .. comparisons.Select(one => (IReadOnlyList<Entry>)
                [
                    .. TableLead.Of(report, one.Variant.Subject),
                    Entry.Fixed(one.Baseline.Mean),
                    Entry.Count(one.Baseline.N),
                    Entry.Fixed(one.Variant.Mean),
                    Entry.Count(one.Variant.N),
                    Entry.Signed(one.Difference),
                    Entry.Signed(one.RelativePercent),
                    Entry.Of(one.Band is { } band
                        ? $"{Word(one.Verdict)} (band ±{Figures.Fixed(band)}, {(one.Noise.IsMeasured ? "measured" : "assumed")})"
                        : Missing(one)),
                    Entry.Of(Evidence(report, one)),
                    Entry.Of(Source(report, one)),
                ]),
            ])
        {
            Notes =
            [
                $"n counts completed seeds; a value is their mean. A difference is {variant} less {baseline}; within the noise band it is "
                    + "inconclusive.",
            ],
        };
    }

    private static ReportTable Of(
        StudyReport report, string file, string title, string first, string second, IReadOnlyList<Comparison> comparisons)
    {
        var band = comparisons.Any(one => one.Noise.IsMeasured) ? "measured" : "assumed";
        return new ReportTable(
            file, title,
            [
                .. TableLead.Columns(report), new(first), .. TableLead.Numbers($"{first} {report.Scale.Head}", $"{first} n"), new(second),
                .. TableLead.Numbers(
                    $"{second} {report.Scale.Head}", $"{second} n", $"Difference ({report.Scale.Points})", "Relative (%)",
                    $"Noise band (± {report.Scale.Points})"),
                .. TableLead.Words("Band is", "Verdict", "Evidence", "Source"),
            ],
            [.. comparisons.Select(one => Row(report, one))])
        {
            IsAppendix = true,
            Notes =
            [
                $"n counts completed seeds; a value is their mean. A difference is {second.ToLowerInvariant()} less "
                    + $"{first.ToLowerInvariant()}; within the noise band ({band}, see the protocol) it is inconclusive.",
            ],
        };
    }

    private static IReadOnlyList<Entry> Row(StudyReport report, Comparison one) =>
    [
        .. TableLead.Of(report, one.Variant.Subject),
        Entry.Of(report.Names.Title(one.Baseline.Recipe)),
        Entry.Fixed(one.Baseline.Mean),
        Entry.Count(one.Baseline.N),
        Entry.Of(report.Names.Title(one.Variant.Recipe)),
        Entry.Fixed(one.Variant.Mean),
        Entry.Count(one.Variant.N),
        Entry.Signed(one.Difference),
        Entry.Signed(one.RelativePercent),
        Entry.Fixed(one.Band),
        Entry.Of(one.Band is null ? "" : one.Noise.IsMeasured ? "measured" : "assumed"),
        Entry.Of(one.Verdict == ComparisonVerdict.NotMeasured ? Missing(one) : Word(one.Verdict)),
        Entry.Of(Evidence(report, one)),
        Entry.Of(Source(report, one)),
    ];

    private static string Source(StudyReport report, Comparison one)
    {
        RecipeResult[] measured = [.. new[] { one.Baseline, one.Variant }.Where(side => side.N > 0)];
        RecipeResult[] imported = [.. measured.Where(side => side.IsImported)];
        return measured.Length == 0 ? ""
            : imported.Length == 0 ? "measured here"
            : imported.Length == measured.Length ? "not measured here"
            : $"not measured here: {report.Names.Title(imported[0].Recipe)}";
    }

    private static string Missing(Comparison one)
    {
        string Side(RecipeResult side, string name) => side.N > 0 ? ""
            : side.Cells.Count == 0 ? $"{name} has no cell"
            : $"{name} {Figures.List(Coverage.Count(side.Cells).Select(state => StateMark.Of(state.State).Word))}{Place(side)}";
        return $"not measured: {Figures.List(new[] { Side(one.Baseline, "reference"), Side(one.Variant, "variant") }
            .Where(text => text.Length > 0))}";
    }

    private static string Place(RecipeResult side) =>
        side.Cells is [{ Status: { State: CellState.Running or CellState.Evaluating } status } cell]
            ? $" at {Figures.Count(status.Step)} of {Figures.Count(cell.Steps)}" : "";

    private static string Known(StudyReport report, ConfigComparison config) => !config.IsKnown ? "not known: a configuration is missing"
        : ReferenceEquals(config.Baseline, config.Variant)
            ? $"seeds of {report.Names.Title(config.Baseline.Recipe)} were not trained with the same settings"
        : config.Undeclared.Any() ? "undeclared differences"
        : config.Declared.Count() > 1 ? "all declared; more than one setting changed together"
        : "all declared";
}
