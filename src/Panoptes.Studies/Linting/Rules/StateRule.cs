using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>A training that is done in one place and not in another.</summary>
internal sealed class StateRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L17", "state", LintSeverity.Error, "A training must not be completed in one place and pending, running or failed in another.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var facts = context.Facts;
        var all = facts.States.Select(state => (state.Model, state.Configuration, state.State, state.Line, HasNumber: false, Qualifier: ""))
            .Concat(facts.Results
                .Where(result => result.State is not (RunState.Unsaid or RunState.Missing) && result.Metric is not "seconds")
                .Select(result => (
                    result.Model, result.Configuration, result.State, result.Line, HasNumber: result.Value is not null, result.Qualifier)));
        foreach (var group in all.Where(state => state.Configuration is not null)
            .GroupBy(state => (facts.Models.Current(state.Model).Key, state.Configuration, state.Qualifier)))
        {
            var done = group.FirstOrDefault(state => state.State is RunState.Completed);
            var open = group.FirstOrDefault(state =>
                state.State is RunState.Pending or RunState.Running or RunState.Failed or RunState.Blocked
                && state.Line != done.Line);
            if (done.Line > 0 && open.Line > 0)
            {
                yield return context.Finding(
                    Rule, [done.Line, open.Line],
                    $"{done.Model.Label} with {done.Configuration} {(done.HasNumber ? "has a result" : "is completed")} on line "
                        + $"{done.Line} and is {open.State.ToString().ToLowerInvariant()} on line {open.Line}.",
                    "One state everywhere.", [new(
                        $"{(done.HasNumber ? "a result" : "completed")}, and {open.State.ToString().ToLowerInvariant()}",
                        RuleContext.Lines(done.Line, open.Line))]);
            }
        }
    }
}
