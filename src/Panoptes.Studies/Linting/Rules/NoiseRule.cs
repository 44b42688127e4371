using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Differences of single runs inside the noise that are given out as improvements.</summary>
internal sealed partial class NoiseRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L12", "noise", LintSeverity.Error, "A difference of single runs inside the noise between repeated runs is no improvement.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var facts = context.Facts;
        if (facts.Document.Units.Any(unit => Seeds().IsMatch(unit.Text)) || facts.Results.Exists(result => result.IsRepeated))
        {
            yield break;
        }

        var (lines, evidence) = (new List<int>(), new Dictionary<string, LintEvidence>());
        foreach (var table in facts.Tables)
        {
            foreach (var column in table.Columns.Where(column => column.Kind is ColumnKind.Difference
                && DifferenceWords.IsImprovement(column.Header)
                && !IsTime().IsMatch(column.Header) && !table.Columns.Any(other => Verdict().IsMatch(other.Header))))
            {
                foreach (var row in table.Rows.Where(row => row.Model is not null))
                {
                    if (Measure.First(row.Row[column.Index]) is { Value: > 0 } gain && gain.Value < Band(row.Model!, context).Width
                        && !Caveat().IsMatch(string.Join(' ', row.Row.Cells)))
                    {
                        lines.AddRange([table.Table.Line, row.Row.Line]);
                        Add(evidence, row.Model!, gain.Value, row.Row.Line, context);
                    }
                }
            }
        }

        foreach (var unit in facts.Document.Units.Where(unit => !unit.IsHeading && DifferenceWords.IsImprovement(unit.Text)
            && !Caveat().IsMatch(unit.Text) && !DifferenceWords.IsHedged(unit.Text) && !DifferenceWords.IsForeign(unit.Text)))
        {
            foreach (var pair in Claimed(unit, facts)
                .Where(pair => pair.Difference > 0 && pair.Difference < Band(pair.Subject.Model, context).Width))
            {
                lines.Add(unit.Line);
                Add(evidence, pair.Subject.Model, pair.Difference, unit.Line, context);
            }
        }

        if (lines.Count > 0)
        {
            yield return context.Finding(
                Rule, lines, "Differences of single runs that are inside the noise between repeated runs are given out as improvements.",
                "\"inconclusive (n = 1)\", or repeat the trainings with other seeds.", evidence.Values.Take(20));
        }
    }

    private static IEnumerable<ResultPair> Claimed(TextUnit unit, ReportFacts facts)
    {
        var comparison = Comparison.Of(unit.Text, facts);
        var numbers = Measure.All(unit.Text).Where(number => number.Unit is MeasureUnit.Percent or MeasureUnit.Points || number.Sign > 0)
            .ToList();
        var pairs = ResultPair.Of(facts, facts.MainMetric, Comparison.Models(unit, unit.Text.Length, facts) is { } models
            && facts.Models.Mentions(unit.Text).Count > 0
                ? [.. models, .. facts.Models.Mentions(unit.Text).SelectMany(one => one.Models)] : null,
            comparison.Pairs);
        if (facts.Models.Mentions(unit.Text).Count > 1 && !comparison.IsNamed)
        {
            pairs = [.. pairs, .. ResultPair.Across(facts, facts.MainMetric, Comparison.AllModels(unit, facts))];
        }

        // With a number the pair is the one that has it; without, the sentence must name both sides.
        return numbers.Count > 0
            ? pairs.Where(pair => numbers.Exists(number => Math.Abs(Math.Abs(number.Value) - Math.Abs(pair.Difference))
                <= number.Half + pair.Half + (number.IsApproximate ? 0.25 * Math.Abs(number.Value) : 0)))
            : comparison is { IsNamed: true, IsOrdered: true } && facts.Models.Mentions(unit.Text).Count > 0 ? pairs : [];
    }

    private static (double Width, string Source) Band(ReportModel model, RuleContext context) => model.Family?.Noise is { } low
        ? (model.Family.NoiseHigh ?? low, model.Family.NoiseSource)
            : (context.AssumedNoise, $"assumed band of {context.AssumedNoise:0.##} points");

    private static void Add(Dictionary<string, LintEvidence> evidence, ReportModel model, double difference, int line,
        RuleContext context)
    {
        var band = Band(model, context);
        evidence.TryAdd(
            $"{model.Key} {difference:0.##}",
            new LintEvidence($"{model.Label}: {difference:+0.##} points (line {line}), band {band.Width:0.##} points, no repeated runs",
                band.Source));
    }

    [GeneratedRegex(
        @"\b(?:[2-9]|\d{2,}|two|three|four|five|several|multiple) (?:random )?(?:seeds|repeats|repetitions|repeated runs)\b"
        + @"|\bn\s?=\s?(?:[2-9]|\d{2,})\b|\bover (?:[2-9]|\d{2,}|two|three|four|five) runs\b|±\s?\d", RegexOptions.IgnoreCase)]
    private static partial Regex Seeds();

    [GeneratedRegex(
        @"inconclusive|noise|not significant|insignificant|n\s?=\s?1\b|single (?:run|seed)|one seed|within the band|comparable"
        + @"|\bsimilar\b|no (?:clear|real) ", RegexOptions.IgnoreCase)]
    private static partial Regex Caveat();

    [GeneratedRegex(@"verdict|signific|conclus", RegexOptions.IgnoreCase)]
    private static partial Regex Verdict();

    [GeneratedRegex(@"\b(?:time|speed|hours?|seconds|faster)\b", RegexOptions.IgnoreCase)]
    private static partial Regex IsTime();
}
