using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Causes that are named although more than one factor changed.</summary>
internal sealed partial class CauseRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L10", "cause", LintSeverity.Error, "A factor can be called a cause only where it alone changed between what is compared.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var (lines, changed) = (new List<int>(), new SortedDictionary<string, (int Line, string Values)>(StringComparer.Ordinal));
        foreach (var unit in context.Facts.Document.Units)
        {
            if (!Cause().IsMatch(unit.Text) || !Factor().IsMatch(unit.Text) || !Outcome().IsMatch(unit.Text) || unit.IsHeading
                || DifferenceWords.IsHedged(unit.Text) || DifferenceWords.IsForeign(unit.Text)
                || unit.Context.Any(text => Speculation().IsMatch(text)) || Acknowledged().IsMatch(unit.Text))
            {
                continue;
            }

            var pairs = Comparison.Of(unit.Text, context.Facts).Pairs.Take(2000).Select(pair => Changes(pair.Subject, pair.Object))
                .ToList();
            if (pairs.Count > 0 && pairs.TrueForAll(factors => factors.Count > 1))
            {
                lines.Add(unit.Line);
                foreach (var (name, line, values) in pairs.MinBy(factors => factors.Count)!)
                {
                    changed.TryAdd(name, (line, values));
                }
            }
        }

        if (lines.Count > 0)
        {
            yield return context.Finding(
                Rule, lines, $"A cause is named, but {string.Join(", ", changed.Keys)} changed together between what is compared.",
                "Say what was observed, or compare trainings that differ in that factor alone.",
                changed.Select(entry => new LintEvidence($"{entry.Key}: {entry.Value.Values}", RuleContext.Lines(entry.Value.Line))));
        }
    }

    /// <summary>What differs between two configurations by the report, without what follows from the rest.</summary>
    private static List<(string Name, int Line, string Values)> Changes(Configuration a, Configuration b)
    {
        var changes = new List<(string Name, int Line, string Values)>();
        if (a.Iterations is { } first && b.Iterations is { } second && first != second)
        {
            changes.Add(("iterations", Line(a, ParameterKind.Iterations), $"{first:N0} and {second:N0}"));
        }

        if (a.Batch is { } one && b.Batch is { } other && one != other)
        {
            changes.Add(("batch", Line(a, ParameterKind.Batch), $"{one:0} and {other:0}"));
        }

        foreach (var fact in a.Parameters)
        {
            if (fact.Kind is ParameterKind.LearningRate or ParameterKind.WarmUp or ParameterKind.Optimizer or ParameterKind.Schedule
                or ParameterKind.Crop or ParameterKind.Other && !NotFactor().IsMatch(fact.Name)
                && b.Parameters.Find(its => its.Kind == fact.Kind
                    && (fact.Kind is not ParameterKind.Other || its.Name == fact.Name)) is { } match
                && !SameValue(fact, match))
            {
                changes.Add((fact.Name.ToLowerInvariant(), fact.Line, $"{fact.Text} and {match.Text}"));
            }
        }

        return changes;
    }

    private static bool SameValue(ParameterFact a, ParameterFact b) =>
        a.Kind is ParameterKind.LearningRate or ParameterKind.WarmUp && a.Value is { } x && b.Value is { } y
            ? x.Value == y.Value : string.Equals(a.Text.Trim(), b.Text.Trim(), StringComparison.OrdinalIgnoreCase);

    private static int Line(Configuration configuration, ParameterKind kind) =>
        configuration.Find(kind)?.Line ?? configuration.Lines.FirstOrDefault(1);

    [GeneratedRegex(
        @"\b(?:due to|because(?: of)?|caus(?:es?|ed)(?: by)?|thanks to|matters? (?:far |much )?(?:less|more)|improv(?:es?|ed)"
            + @"|benefit(?:s|ed)?(?: \w+)? from"
        + @"|leads? to|led to|results? in|resulted in|driven by|drives|owing to|explain(?:s|ed)|attribut(?:ed|able) to|helps?|helped"
            + @"|hurts?|the reason"
        + @"|responsible for|comes from|stems? from|harms?|degrades?|boost(?:s|ed)|makes? the difference|brings|gives (?:a "
            + @"|an )?(?:better|higher|gain|boost)"
        + @"|yields?|is what|is the key|prefers?|(?:is|are) more important|dominates?|determines?|pays? off|enables?)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Cause();

    [GeneratedRegex(
        @"\b(?:batch\w*|bs ?=? ?\d+|b\d{1,3}|learning[- ]rates?|lr|(?:gradient |training |optimi[sz]er )?(?:steps|updates|iterations)"
            + @"|samples|warm-?up|optimi[sz]er|schedule"
        + @"|adamw|sgd|crop|augmentation|longer training|more training|\d+k)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Factor();

    [GeneratedRegex(
        @"\b(?:m?iou|pq|ap|accura\w+|performance|quality|results?|scores?|gap|gains?|drops?|better|worse|higher|lower|improv\w*"
            + @"|benefit\w*|matters?|generali[sz]\w*|models?|points?|transformers?"
        + @"|important|cnns?)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Outcome();

    [GeneratedRegex(
        @"\b(?:possible|hypothes[ie]s|speculat\w*|open questions?|to (?:be )?test(?:ed)?|future|next steps|limitations?"
        + @"|recommendations?|purpose|motivation|caveats?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Speculation();

    [GeneratedRegex(
        @"\b(?:several|other|more than one|multiple|two|three|four|both) (?:factors|settings|things)\b|changed together"
        + @"|also (?:changed|differ)|\balone\b|memory|\boom\b|crash|lock|queue|faster|throughput|data ?load", RegexOptions.IgnoreCase)]
    private static partial Regex Acknowledged();

    // What follows from the rest, or is no setting of the training.
    [GeneratedRegex(
        @"sample|epoch|interval|time|hour|miou|\bpq\b|\bap\b|acc|job|run|commit|seed|path|dir|output|gpu|device|memory|speed|it/s|note"
        + @"|user|owner|status|factor|count|share|fraction", RegexOptions.IgnoreCase)]
    private static partial Regex NotFactor();
}
