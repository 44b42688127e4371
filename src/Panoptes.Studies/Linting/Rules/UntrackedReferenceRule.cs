using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>A reference of which the report does not say where its numbers come from.</summary>
internal sealed class UntrackedReferenceRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L16", "untracked-reference", LintSeverity.Warning,
        "The reference of a comparison must name the run, job, commit, file or publication that its numbers come from.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var facts = context.Facts;
        var tracked = Tracking.Of(facts);
        foreach (var reference in facts.Configurations.All.Where(one => one.IsReference && !tracked.Contains(one)))
        {
            var results = facts.Results.Where(result => result.Configuration == reference && result.Value is not null && result.Table > 0)
                .ToList();
            if (results.Count > 0 && facts.Results.Exists(result => result.Configuration is { } other && other != reference
                && result.Value is not null))
            {
                yield return context.Finding(
                    Rule, [results[0].Table], $"Nothing says which runs the numbers of {reference.Shown} come from.",
                    "The run, job or commit of each of them, or where they were published.", []);
            }
        }
    }
}
