using Panoptes.Studies.Analysis;

namespace Panoptes.Studies.Tables;

/// <summary>A report as tables, which all formats write.</summary>
public static class StudyReportTables
{
    /// <summary>All tables that have a row, in the order in which they are read.</summary>
    /// <param name="report">The report.</param>
    public static IReadOnlyList<ReportTable> All(StudyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReportTable[] tables =
        [
            RecipeTables.Trained(report),
            ProgressTables.Coverage(report),
            SensitivityTable.Of(report),
            AgreementTable.Of(report),
            .. ComparisonTables.Pairs(report, "comparison", report.AgainstReference),
            .. ComparisonTables.Pairs(report, "variants", report.BetweenVariants),
            ComparisonTables.AgainstReference(report),
            ComparisonTables.BetweenVariants(report),
            ComparisonTables.Means(report),
            .. TrendTables.Of(report),
            RecipeTables.Times(report),
            RecipeTables.Targets(report),
            RecipeTables.Costs(report),
            ComparisonTables.Configurations(report),
            ComparisonTables.Settings(report),
            ProgressTables.Progress(report),
            ProgressTables.Curves(report),
            ProgressTables.Totals(report),
            ProgressTables.Jobs(report),
            ProgressTables.Evaluations(report),
            Sentences(report),
        ];
        return [.. tables.Where(table => table.Rows.Count > 0).Select(table => WithoutEmpty(report, table))];
    }

    /// <summary>The tables that readers are shown: all but those that are too long.</summary>
    /// <param name="report">The report.</param>
    public static IReadOnlyList<ReportTable> Shown(StudyReport report) => [.. All(report).Where(table => !table.IsAppendix)];

    private static ReportTable Sentences(StudyReport report) => new(
        "sentences", "Protocol, suspects and recommendations",
        [new("Kind"), new("Text")],
        [
            .. report.Protocol.Select(line => (IReadOnlyList<Entry>)[Entry.Of("protocol"), Entry.Of(line)]),
            .. report.Suspects.Select(suspect => (IReadOnlyList<Entry>)
                [Entry.Of("suspect"), Entry.Of($"{suspect.Text} {report.Names.Evidence(suspect.Cells)}")]),
            .. report.Recommendations.Select(one => (IReadOnlyList<Entry>)[Entry.Of(one.Rule), Entry.Of(one.Sentence(report.Names))]),
        ])
    {
        IsAppendix = true,
    };

    // A column in which nothing is known, such as a second metric that nobody asked for, says nothing. What readers count on stays.
    private static ReportTable WithoutEmpty(StudyReport report, ReportTable table)
    {
        string[] kept =
            [.. report.Names.Recipes.Select(report.Names.Title), "Samples", "Iterations", "Batch size", "n", "First n", "Second n"];
        int[] places =
        [
            .. Enumerable.Range(0, table.Columns.Count).Where(place => kept.Contains(table.Columns[place].Title)
                || table.Rows.Any(row => row[place] != Entry.None)),
        ];
        return table with
        {
            Columns = [.. places.Select(place => table.Columns[place])],
            Rows = [.. table.Rows.Select(row => (IReadOnlyList<Entry>)[.. places.Select(place => row[place])])],
        };
    }
}
