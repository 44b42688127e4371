using Panoptes.Studies.Analysis;

namespace Panoptes.Studies.Tables;

/// <summary>The table of a study that changes settings one at a time.</summary>
internal static class SensitivityTable
{
    // Fewer are seen at a glance.
    private const int FewestVariants = 3;

    /// <summary>What each variant changes and by how much, the largest change first; nothing below three measured variants.</summary>
    public static ReportTable Of(StudyReport report)
    {
        var shown = report.AgainstReference.Where(one => one.Difference is not null).GroupBy(one => one.Variant.Subject)
            .Where(group => group.Count() >= FewestVariants)
            .SelectMany(group => group.OrderByDescending(one => Math.Abs(one.Difference!.Value))
                .ThenBy(one => one.Variant.Recipe, StringComparer.Ordinal));
        return new ReportTable(
            "sensitivity",
            $"Variants by their change of {report.Scale.Title} from {report.Names.Title(report.Source.Reference ?? "")}, the largest first",
            [
                .. TableLead.Columns(report), .. TableLead.Words("Variant", "Settings changed"),
                .. TableLead.Numbers($"Change ({report.Scale.Points})", $"Noise band (± {report.Scale.Points})", "n"),
                .. TableLead.Words("Verdict", "Evidence"),
            ],
            [
                .. shown.Select(one => (IReadOnlyList<Entry>)
                [
                    .. TableLead.Of(report, one.Variant.Subject),
                    Entry.Of(report.Names.Title(one.Variant.Recipe)),
                    Entry.Of(Changed(report, one)),
                    Entry.Signed(one.Difference),
                    Entry.Fixed(one.Band),
                    Entry.Count(one.Variant.N),
                    Entry.Of(ComparisonTables.Word(one.Verdict)),
                    Entry.Of(ComparisonTables.Evidence(report, one)),
                ]),
            ])
        {
            Notes =
            [
                "A change inside the noise band does not show that a setting matters, nor that it does not. Settings changed one at a time "
                    + "say nothing of what they do together.",
            ],
        };
    }

    private static string Changed(StudyReport report, Comparison one)
    {
        var config = report.Configs.FirstOrDefault(
            config => ReferenceEquals(config.Baseline, one.Baseline) && ReferenceEquals(config.Variant, one.Variant));
        return config is not { IsKnown: true } ? "not known"
            : Figures.List(config.Declared.Concat(config.Undeclared)
                .Select(difference => $"{difference.Path} {difference.A} to {difference.B}"));
    }
}
