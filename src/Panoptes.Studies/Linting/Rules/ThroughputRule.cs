using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Iterations that the times of a report make doubtful: as many a second whatever the batch.</summary>
internal sealed class ThroughputRule : ILintRule
{
    private const double LeastBatchRatio = 4;
    private const double LeastSpeedRatio = 1.5;

    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L02", "throughput", LintSeverity.Error,
            "A much larger batch must cost iterations a second, or the number of iterations is doubtful.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var tracked = Tracking.Of(context.Facts);
        var (lines, evidence, doubtful) = (new List<int>(), new List<LintEvidence>(), new HashSet<Configuration>());
        foreach (var model in context.Facts.Numbers("seconds")
            .Where(time => time.Configuration is { Iterations: not null, Batch: not null })
            .GroupBy(time => time.Model.Key))
        {
            var times = model.GroupBy(time => time.Configuration!).Select(group => group.MinBy(time => time.Value!.Half)!).ToList();
            foreach (var small in times)
            {
                foreach (var large in times.Where(other => other.Configuration!.Batch >= LeastBatchRatio * small.Configuration!.Batch))
                {
                    var (slow, fast) = (Speed(large), Speed(small));
                    if (fast < LeastSpeedRatio * slow && !(tracked.Contains(small.Configuration!)
                        && tracked.Contains(large.Configuration!)))
                    {
                        lines.AddRange([small.Line, large.Line]);
                        doubtful.Add(tracked.Contains(small.Configuration!) ? large.Configuration! : small.Configuration!);
                        evidence.Add(new LintEvidence(
                            $"{small.Model.Label}: {fast:0.00} it/s at batch {small.Configuration!.Batch:0}, {slow:0.00} it/s at batch "
                            + $"{large.Configuration!.Batch:0}", RuleContext.Lines(small.Line, large.Line)));
                    }
                }
            }
        }

        if (evidence.Count > 0)
        {
            yield return context.Finding(
                Rule, lines.Concat(doubtful.SelectMany(one => one.Parameters.Where(fact => fact.Kind is ParameterKind.Iterations))
                    .Select(fact => fact.Line)),
                $"The iterations of {string.Join(" and ", doubtful)} are doubtful: by the stated times there are about as many "
                    + $"iterations a second "
                    + "at a small batch as at one four or more times as large.",
                "The iterations as the log of that training has them.", evidence.Take(20));
        }
    }

    private static double Speed(ResultFact time) => time.Configuration!.Iterations!.Value / time.Value!.Value;
}
