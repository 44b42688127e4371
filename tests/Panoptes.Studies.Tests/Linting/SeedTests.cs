using Panoptes.Studies.Linting;
using Panoptes.Studies.Linting.Findings;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Linting;

/// <summary>
/// The report that studies began with: each of its known errors is found where it stands (specification of studies, 1.2).
/// </summary>
public sealed class SeedTests
{
    private const string Seed = "seeds/002_5ce565e45c18e406.txt";

    /// <summary>The item of 1.2, the rule that finds it, and lines that it must be found on.</summary>
    private static readonly (int Item, string Rule, int[] Lines)[] Known =
    [
        (1, "L02", [10, 183, 184, 185]), (1, "L03", [10, 23, 124, 183]), (2, "L04", [15]), (3, "L05", [17]), (4, "L06", [163]),
            (5, "L10", [200]),
        (6, "L11", [36]), (6, "L13", [25]), (7, "L12", [126, 127, 161]), (8, "L14", [14, 47, 58, 163]), (8, "L15", [59, 60, 61, 120]),
    ];

    /// <summary>What else is found, and is true: see the comments.</summary>
    private static readonly (string Rule, int Line)[] Others =
    [
        ("L06", 47), // "4x more samples": 320,000 / 160,000 is 2.
        ("L16", 23), // No run, job or commit is named for the reference.
        ("L09", 35), // The average is over 3 of 6 models.
    ];

    [NeedsSharedFact(Seed)]
    public void All_eight_errors_are_found_on_their_lines()
    {
        var findings = Lint().Findings;
        foreach (var (item, rule, lines) in Known)
        {
            var found = findings.Where(finding => finding.Rule.Id == rule).SelectMany(finding => finding.Quotes)
                .Select(quote => quote.Line);
            Assert.True(lines.All(found.Contains), $"item {item}: {rule} found lines {string.Join(", ", found)}, not "
                + $"{string.Join(", ", lines)}");
        }

        Assert.Equal(Enumerable.Range(1, 8), Known.Select(known => known.Item).Distinct());
        Assert.All(Known, known => Assert.Contains(
            findings, finding => finding.Rule.Id == known.Rule && finding.Severity == LintSeverity.Error));
    }

    [NeedsSharedFact(Seed)]
    public void Nothing_is_found_besides_but_what_is_true()
    {
        var rest = Lint().Findings.Where(finding =>
            !Known.Any(known => known.Rule == finding.Rule.Id && known.Lines.Contains(finding.Line))
            && !Known.Any(known => known.Rule == finding.Rule.Id && known.Rule is not "L06"));
        Assert.Equal(
            Others.OrderBy(other => other.Line), rest.Select(finding => (finding.Rule.Id, finding.Line)).OrderBy(other => other.Line));
    }

    [NeedsSharedFact(Seed)]
    public void The_factor_is_worked_out_from_the_reports_own_table()
    {
        var finding = Lint().Findings.Single(finding => finding.Rule.Id == "L06" && finding.Line == 163);
        Assert.Contains("0.5x", finding.Right);
        Assert.Contains(finding.Evidence, evidence => evidence.Text.Contains("40,000 / 80,000 = 0.5"));
    }

    [NeedsSharedFact(Seed)]
    public void The_iterations_a_second_are_those_of_the_specification()
    {
        var finding = Lint().Findings.Single(finding => finding.Rule.Id == "L02");
        Assert.Contains(finding.Evidence, evidence => evidence.Text.Contains("2.96 it/s at batch 2, 2.47 it/s at batch 16"));
    }

    private static LintReport Lint() => ReportLinter.LintFile(SharedFiles.Path(Seed)!);
}
