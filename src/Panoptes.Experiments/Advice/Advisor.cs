using Panoptes.Experiments.Advice.Rules;

namespace Panoptes.Experiments.Advice;

/// <summary>
/// Looks at a configuration before training, and at its results after it, for departures from published recipes and for well-known
/// traps. It only speaks: nothing is changed. A rule is silenced by its id in the configuration, and is then listed as silenced.
/// </summary>
public static class Advisor
{
    /// <summary>All rules, in the order of their ids.</summary>
    internal static IReadOnlyList<AdviceRule> Rules { get; } =
        [.. new[]
        {
            OptimizerRules.All,
            BatchRules.All,
            LengthRules.All,
            GeometryRules.All,
            ResultRules.All,
            ComparisonRules.All,
            ArchitectureRules.All,
            NormalizationRules.All,
        }
            .SelectMany(rules => rules)
            .OrderBy(rule => int.Parse(rule.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>The ids of all rules and what they are about.</summary>
    public static IReadOnlyList<(string Id, string Title, AdviceStage Stage)> Known =>
        [.. Rules.Select(rule => (rule.Id, rule.Title, rule.Stage))];

    /// <summary>The advice on a subject.</summary>
    /// <param name="subject">The configuration or run.</param>
    /// <param name="stages">Which rules are asked; all where none is named.</param>
    public static IReadOnlyList<AdviceItem> On(AdviceSubject subject, params AdviceStage[] stages)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return
        [
            .. Rules.Where(rule => stages.Length == 0 || stages.Contains(rule.Stage))
                .SelectMany(rule => rule.Check(subject).Select(finding =>
                    new AdviceItem(rule.Id, rule.Title, rule.Stage, finding.Trigger, finding.Change, subject.Config.Advisor.Silence
                        .Contains(rule.Id)))),
        ];
    }
}
