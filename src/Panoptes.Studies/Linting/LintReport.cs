using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting;

/// <summary>What was found in a report.</summary>
/// <param name="Source">The report: its path, or what it was called.</param>
/// <param name="Findings">What does not hold, in the order of lines.</param>
/// <param name="Silenced">What was found by rules that were silenced.</param>
public sealed record LintReport(string Source, IReadOnlyList<LintFinding> Findings, IReadOnlyList<LintFinding> Silenced)
{
    /// <summary>Number of errors.</summary>
    public int Errors => Findings.Count(finding => finding.Severity == LintSeverity.Error);

    /// <summary>Number of warnings.</summary>
    public int Warnings => Findings.Count - Errors;
}
