using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Places that something should have been put into.</summary>
internal sealed partial class PlaceholderRule : ILintRule
{
    private const int MostLines = 200;

    /// <inheritdoc/>
    public LintRule Rule { get; } = new("L15", "placeholder", LintSeverity.Error,
        "No unresolved ${...}, $(...), {{...}} outside blocks of code.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var document = context.Facts.Document;
        var found = document.Lines.Where(line => !document.Code.Contains(line.Number))
            .Select(line => (line.Number, Match: Placeholder().Match(line.Raw))).Where(entry => entry.Match.Success).ToList();
        if (found.Count > 0)
        {
            yield return context.Finding(
                Rule, found.Select(entry => entry.Number).Take(MostLines),
                $"Placeholders were not filled in: {string.Join(", ", found.Select(entry => entry.Match.Value).Distinct().Take(8))}.",
                "What they stand for.", []);
        }
    }

    [GeneratedRegex(
        @"\$\{[A-Za-z_][\w.:/-]{0,80}\}|\$\([A-Za-z_][^()$]{0,80}\)|\{\{\s?[\w .|()'""-]{1,80}\s?\}\}|\{%[^%]{1,80}%\}|<(?i:to-?do|tbd"
            + @"|fixme|insert[^<>]{0,40}|placeholder|your[ _-][^<>]{1,40}|fill[ _-]?in[^<>]{0,40})>"
        + @"|\[(?i:to-?do|tbd|fixme|insert[^\]]{0,40}|placeholder)\](?!\()|%\([A-Za-z_]\w*\)[sdf]"
            + @"|(?<![\w$`])\$[A-Z][A-Z0-9_]{2,}\b(?!\$)|(?<![\w.])(?:T" + "ODO|F" + @"IXME)\b(?!\()",
        RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
