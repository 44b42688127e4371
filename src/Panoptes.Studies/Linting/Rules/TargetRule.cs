using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Results far below the published one that the report does not flag.</summary>
internal sealed partial class TargetRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L13", "target", LintSeverity.Error, "A result far from the published one must be flagged before anything is concluded from it.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var facts = context.Facts;
        var (lines, evidence, models) = (new List<int>(), new List<LintEvidence>(), new List<string>());
        var contexts = facts.Document.Tables.ToDictionary(table => table.Line, table => table.Context);
        var isOnly = facts.Document.Lines.Any(line => line.Text.Contains("cityscapes", StringComparison.OrdinalIgnoreCase))
            && !facts.Document.Lines.Any(line => Other().IsMatch(line.Text));
        foreach (var group in facts.Numbers("miou").Where(result => result.State is RunState.Completed or RunState.Unsaid
            && IsCityscapes(result, contexts.GetValueOrDefault(result.Table, []), isOnly))
                .GroupBy(result => facts.Models.Current(result.Model)))
        {
            if (RegisteredRecipe.Of(group.Key) is not { Target: { } target } recipe || IsFlagged(group.Key, target, facts))
            {
                continue;
            }

            var far = group.Where(result => target - result.Value!.Value > context.TargetDistance && result.Value.Value > 1)
                .DistinctBy(result => result.Value!.Value).ToList();
            if (far.Count > 0)
            {
                lines.AddRange(far.Select(result => result.Line));
                models.Add(group.Key.Label);
                evidence.Add(new LintEvidence(
                    $"{group.Key.Label}: {string.Join(", ", far.Select(result => $"{result.Value!.Value:0.##}"))} against "
                        + $"{target:0.##} published",
                    recipe.TargetSource));
            }
        }

        if (lines.Count > 0)
        {
            yield return context.Finding(
                Rule, lines, $"Results of {string.Join(", ", models)} are more than {context.TargetDistance:0.##} points below the "
                    + $"published ones, "
                    + "and the report does not say so.",
                "State the published result beside them and mark them suspect: check weights, normalization, learning rate, crop.",
                    evidence);
        }
    }

    private static bool IsCityscapes(ResultFact result, IReadOnlyList<string> context, bool isOnly)
    {
        if (Other().IsMatch(result.Qualifier))
        {
            return false;
        }

        if (result.Qualifier.Contains("cityscapes", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (var text in context)
        {
            if (Other().IsMatch(text))
            {
                return false;
            }

            if (text.Contains("cityscapes", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return isOnly;
    }

    // The published number stands in the report, or somebody says that the model is far from it.
    private static bool IsFlagged(ReportModel model, double target, ReportFacts facts)
    {
        var number = $"{target:0.##}";
        var rounded = $"{target:0.0}";
        return facts.Document.Lines.Any(line => ContainsNumber(line.Text, number) || ContainsNumber(line.Text, $"{target:0.00}")
            || (Published().IsMatch(line.Text) && ContainsNumber(line.Text, rounded)))
            || facts.Document.Units.Any(unit => Flag().IsMatch(unit.Text) && (facts.Models.Mentions(unit.Text).Count == 0
                ? Suspect().IsMatch(unit.Text)
                : facts.Models.Mentions(unit.Text).Any(mention =>
                    mention.Models.Any(other => facts.Models.Current(other).Key == model.Key))))
            || facts.Document.Tables.Any(table => table.Header.Any(header => Published().IsMatch(header)));
    }

    private static bool ContainsNumber(string text, string number)
    {
        var at = text.IndexOf(number, StringComparison.Ordinal);
        return at >= 0 && (at == 0 || !(char.IsAsciiDigit(text[at - 1]) || text[at - 1] == '.'))
            && (at + number.Length == text.Length || !char.IsAsciiDigit(text[at + number.Length]));
    }

    [GeneratedRegex(
        @"\b(?:camvid|ade ?20k|pascal|voc|coco|bdd\w*|mapillary|vistas|kitti|idd|acdc|gta\w*|synthia|loveda|potsdam|vaihingen"
        + @"|dark zurich|nighttime|synthetic|foggy|toy)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Other();

    [GeneratedRegex(@"publish|paper|literature|model zoo|\btarget\b|reported", RegexOptions.IgnoreCase)]
    private static partial Regex Published();

    [GeneratedRegex(
        @"\b(?:suspect\w*|suspicious|implausib\w*|far (?:below|from|under)|well (?:below|short)|(?:below|under|short of"
        + @"|behind) (?:the )?(?:published|paper|literature|target|model zoo)|not reproduc\w*|published (?:value|result|number)s?)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Flag();

    [GeneratedRegex(@"\b(?:all|every|both|these|results|none|baselines?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Suspect();
}
