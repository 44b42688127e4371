using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>What rules look at.</summary>
/// <param name="Facts">What the report states.</param>
/// <param name="AssumedNoise">The band in points where none is known.</param>
/// <param name="TargetDistance">Points below a published result from which a result is suspect.</param>
internal sealed record RuleContext(ReportFacts Facts, double AssumedNoise, double TargetDistance)
{
    private const int LongestQuote = 200;

    /// <summary>A finding about lines of the report.</summary>
    public LintFinding Finding(
        LintRule rule, IEnumerable<int> lines, string wrong, string right, IEnumerable<LintEvidence> evidence,
            LintSeverity? severity = null) =>
        new()
        {
            Rule = rule,
            Severity = severity ?? rule.Severity,
            Wrong = wrong,
            Right = right,
            Evidence = [.. evidence],
            Quotes = [.. lines.Distinct().Order().Select(line => new LintQuote(line, Shorten(Facts.Document.Lines[line - 1].Raw)))],
        };

    /// <summary>Where lines are, for evidence.</summary>
    public static string Lines(params IEnumerable<int> lines) =>
        lines.Distinct().Order().ToList() is [var one] ? $"line {one}" : $"lines {string.Join(", ", lines.Distinct().Order())}";

    private static string Shorten(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length <= LongestQuote ? trimmed : $"{trimmed[..LongestQuote]}...";
    }
}
