using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>A result that is not what its curve ends with, or is the best where it says final.</summary>
internal sealed partial class CurveRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L19", "best-and-final", LintSeverity.Error,
            "A result must be the last or the best point of its curve, and be called what it is.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var facts = context.Facts;
        foreach (var curve in facts.Curves.Where(curve => curve is { Model: not null, Configuration: not null }
            && curve.Points.Count >= 3))
        {
            var (last, best) = (curve.Points[^1], curve.Points.MaxBy(point => point.Value.Value));
            if (curve.Configuration!.Iterations is { } steps && last.Step < steps)
            {
                continue;
            }

            foreach (var result in facts.ByModel(curve.Metric)[facts.Models.Current(curve.Model!).Key].Where(result =>
                result.Configuration == curve.Configuration && !result.IsRepeated).Take(100))
            {
                bool Is((double Step, Reading.Measure Value, int Line) point) =>
                    Math.Abs(point.Value.Value - result.Value!.Value) <= point.Value.Half + result.Value.Half + 1e-9;
                var (isLast, isBest) = (Is(last), Is(best));
                var wrong = isLast && Best().IsMatch(result.Qualifier)
                    && !isBest ? $"is called the best, but the best is {best.Value.Value:0.##} at {best.Step:N0}"
                    : isBest && Final().IsMatch(result.Qualifier) && !isLast
                        ? $"is called final, but is the best, of {best.Step:N0}; the curve ends with {last.Value.Value:0.##}"
                    : !isLast && !isBest && !Elsewhere().IsMatch(result.Qualifier)
                        ? $"is neither the end of its curve ({last.Value.Value:0.##}) nor its best ({best.Value.Value:0.##})" : null;
                if (wrong is not null)
                {
                    yield return context.Finding(
                        Rule, [result.Line, last.Line], $"{MetricNames.Shown(result.Metric)} {result.Value!.Value:0.##} of "
                            + $"{result.Model.Label} with "
                            + $"{result.Configuration} {wrong}.", $"Final {last.Value.Value:0.##} ({last.Step:N0}), best "
                                + $"{best.Value.Value:0.##} ({best.Step:N0}).",
                        [new($"curve ends with {last.Value.Value:0.##}, best "
                            + $"{best.Value.Value:0.##}", RuleContext.Lines(last.Line, best.Line))]);
                }
            }
        }
    }

    [GeneratedRegex(@"\b(?:best|peak|max)\b")]
    private static partial Regex Best();

    [GeneratedRegex(@"\b(?:final|last)\b")]
    private static partial Regex Final();

    [GeneratedRegex(@"\b(?:test|multi[- ]?scale|ms|flip|tta|ema|slide|whole|minival|train|seed)\b")]
    private static partial Regex Elsewhere();
}
