using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>What is said of a class of models of which one was compared.</summary>
internal sealed partial class GeneralizationRule : ILintRule
{
    private const int MostEvidence = 20;

    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L11", "generalization", LintSeverity.Error, "What is said of a class of models needs more than one of them.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var facts = context.Facts;
        var compared = facts.Numbers(facts.MainMetric).Where(result => result.Configuration is not null)
            .GroupBy(result => facts.Models.Current(result.Model))
            .Where(group => group.Select(result => result.Configuration).Distinct().Count() > 1).Select(group => group.Key).ToHashSet();
        var (lines, evidence) = (new List<int>(), new List<LintEvidence>());
        foreach (var unit in facts.Document.Units)
        {
            if (Class().Match(unit.Text) is not { Success: true } match || !Claim().IsMatch(unit.Text)
                || DifferenceWords.IsHedged(unit.Text)
                || DifferenceWords.IsForeign(unit.Text) || unit.IsHeading || Counted().IsMatch(unit.Text)
                || unit.Context.Any(text => Speculation().IsMatch(text)))
            {
                continue;
            }

            var rest = unit.Text[match.Index..];
            var named = facts.Models.Mentions(unit.Text).SelectMany(mention => mention.Models).Distinct().ToList();
            var members = named.Count > 0 ? named : [.. facts.Models.All.Where(model => IsMember(model, match))];
            var seen = members.Count(model => compared.Contains(facts.Models.Current(model)));
            if (seen == 1 && (members.Count > 0 || rest.Length > 0))
            {
                lines.Add(unit.Line);
                if (evidence.Count >= MostEvidence)
                {
                    continue;
                }

                var member = members.First(model => compared.Contains(facts.Models.Current(model)));
                evidence.Add(new LintEvidence(
                    $"'{match.Value}': {member.Label} alone has results under two configurations"
                    + (members.Count > 1
                        ? $"; {string.Join(", ", members.Where(other => other != member).Select(other => other.Label))} has not" : ""),
                    RuleContext.Lines(facts.ByModel(facts.MainMetric)[facts.Models.Current(member).Key]
                        .Select(result => result.Line).DefaultIfEmpty(unit.Line))));
            }
        }

        if (lines.Count > 0)
        {
            yield return context.Finding(
                Rule, lines, "Something is said of a class of models of which one was compared.",
                    "Name the one model, or compare more of them.", evidence);
        }
    }

    private static bool IsMember(ReportModel model, Match match) => match.Groups["cnn"].Success ? model.Family?.Kind is "cnn"
        : match.Groups["transformer"].Success ? model.Family?.Kind is "transformer" or "cnn_attention" : true;

    [GeneratedRegex(
        @"\b(?:(?<cnn>CNNs|(?:CNN|conv(?:olutional|olution-based|-based)?)(?:-based)? (?:models|networks|architectures|backbones|nets"
            + @"|methods|segmenters))"
        + @"|(?<transformer>(?:(?:vision )?transformers|ViTs|(?:transformer|attention|ViT)(?:-based)? (?:models|networks"
            + @"|architectures|backbones|methods)))"
        + @"|(?<all>all (?:the )?(?:models|architectures|networks)|every (?:model|architecture|network)))\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Class();

    [GeneratedRegex(
        @"%|\b(?:points?|similar|performance|better|worse|gap|gains?|improv\w*|drop\w*|degrad\w*|benefi\w*|higher|lower|robust"
        + @"|sensitive|insensitive|unaffected|lose|suffer\w*|match\w*|outperform\w*|difference)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Claim();

    // "the one CNN", "1 model of 2": the sentence says it itself. What was run is no claim.
    [GeneratedRegex(
        @"\b(?:one|single|1|only) (?:of|cnn|transformer|model)|\bn\s?=\s?1\b|\bwere (?:trained|run|evaluated)\b|\bpurpose\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Counted();

    [GeneratedRegex(
        @"\b(?:hypothes[ie]s|speculat\w*|open questions?|possible|recommendations?|future|next steps|purpose)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Speculation();
}
