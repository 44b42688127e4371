using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Differences in points that are written as percent.</summary>
internal sealed class PercentPointsRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L20", "percent-points", LintSeverity.Warning, "A difference of two percentages is in points, not in percent.", IsStyle: true);

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var lines = new List<int>();
        foreach (var table in context.Facts.Tables)
        {
            foreach (var column in table.Columns.Where(column => column.Kind is ColumnKind.Difference))
            {
                foreach (var row in table.Rows)
                {
                    if (Measure.First(row.Row[column.Index]) is { Unit: MeasureUnit.Percent } stated
                        && context.Facts.OnLine(row.Row.Line).Where(result => result.Value is not null && result.Metric != "seconds")
                            .ToList()
                            is var own && own.Exists(a => own.Exists(b => IsDifference(a, b, stated))))
                    {
                        lines.Add(row.Row.Line);
                    }
                }
            }
        }

        if (lines.Count > 0)
        {
            yield return context.Finding(
                Rule, lines, "Differences of percentages are written as percent; they are points.", "\"+0.87 points\" or \"+0.87 pp\".",
                    []);
        }
    }

    private static bool IsDifference(ResultFact a, ResultFact b, Measure stated) => a.Configuration != b.Configuration
        && Math.Abs(a.Value!.Value - b.Value!.Value - stated.Value) <= a.Value.Half + b.Value.Half + stated.Half
        && Math.Abs(((a.Value.Value / b.Value.Value) - 1) * 100 - stated.Value) > stated.Half;
}
