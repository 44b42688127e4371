using Panoptes.Foundation;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;
using Panoptes.Studies.Linting.Reading;
using Panoptes.Studies.Linting.Rules;

namespace Panoptes.Studies.Linting;

/// <summary>
/// Looks for statements in a report of a comparison of trainings that do not hold: that contradict the report's own numbers, a registered
/// recipe, or what its runs can show (specification of studies, 1.2 and 8.9).
/// </summary>
public static class ReportLinter
{
    // Nobody reads more; the rest is found once these are mended.
    private const int MostOfRule = 200;

    /// <summary>The rules, in the order of their ids.</summary>
    public static IReadOnlyList<LintRule> Rules { get; } = [.. RuleCatalog.Rules.Select(rule => rule.Rule)];

    /// <summary>Lints a file of Markdown.</summary>
    /// <param name="path">The file, in UTF-8, of at most 8 MiB and 50,000 lines.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="InputException">The file cannot be read, is no such text, or an option is out of range.</exception>
    public static LintReport LintFile(string path, LintOptions? options = null) =>
        Lint(ReportText.FromFile(path), path, options ?? new LintOptions());

    /// <summary>Lints a text of Markdown.</summary>
    /// <param name="text">The text, of at most 8 million characters and 50,000 lines.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="source">What the text is called in messages.</param>
    /// <exception cref="InputException">It is no text of a report, or an option is out of range.</exception>
    public static LintReport LintText(string text, LintOptions? options = null, string source = "report") =>
        Lint(ReportText.FromText(text, source), source, options ?? new LintOptions());

    private static LintReport Lint(IReadOnlyList<ReportLine> lines, string source, LintOptions options)
    {
        Require.Within("lint.assumed_noise", options.AssumedNoise, 0, 100);
        Require.Within("lint.target_distance", options.TargetDistance, 0.1, 100);
        foreach (var id in options.Silenced)
        {
            Require.That(
                Rules.Any(rule => rule.Id == id), "lint.silenced", $"'{id}'",
                    $"one of {string.Join(", ", Rules.Select(rule => rule.Id))}",
                "name one of these rules");
        }

        var context = new RuleContext(FactReader.Read(MarkdownReader.Read(lines)), options.AssumedNoise, options.TargetDistance);
        var found = RuleCatalog.Rules.Where(rule => options.Pedantic || !rule.Rule.IsStyle)
            .SelectMany(rule => rule.Check(context).Take(MostOfRule))
            .OrderBy(finding => finding.Line).ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal).ToLookup(
                finding => options.Silenced.Contains(finding.Rule.Id));
        return new LintReport(source, [.. found[false]], [.. found[true]]);
    }
}
