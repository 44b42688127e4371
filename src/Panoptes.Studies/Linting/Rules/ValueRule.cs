using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>One result with two values.</summary>
internal sealed class ValueRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new("L18", "value", LintSeverity.Error, "A result must have one value in all places.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var facts = context.Facts;
        foreach (var group in facts.Results.Where(result =>
            result is { Value: not null, Configuration: not null, IsRepeated: false, State: RunState.Completed })
            .GroupBy(result => (facts.Models.Current(result.Model).Key, result.Configuration, result.Metric, result.Qualifier)))
        {
            // Several rows of one table are several runs.
            var results = group.ToList();
            if (results.GroupBy(result => result.Table)
                .Any(table => table.Key > 0 && table.Select(result => result.Line).Distinct().Count() > 1))
            {
                continue;
            }

            var first = results[0];
            if (results.Find(other => Math.Abs(other.Value!.Value - first.Value!.Value) > other.Value.Half + first.Value.Half
                + (first.Metric == "seconds"
                ? 0.01 * first.Value.Value : 1e-9)) is { } different)
            {
                var (a, b) = (Shown(first), Shown(different));
                yield return context.Finding(
                    Rule, [first.Line, different.Line], $"{first.Model.Label} with {first.Configuration} has {a} on line {first.Line} "
                        + $"and {b} on line "
                        + $"{different.Line}.", "One value everywhere.",
                            [new($"{a} and {b}", RuleContext.Lines(first.Line, different.Line))]);
            }
        }
    }

    private static string Shown(ResultFact result) => result.Metric == "seconds" ? $"{result.Value!.Value:N0} s"
        : $"{MetricNames.Shown(result.Metric)} {result.Value!.Value:0.##}";
}
