using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Factors that the report's own numbers contradict.</summary>
internal sealed class FactorRule : ILintRule
{
    private const int MostEvidence = 6;

    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L06", "factor", LintSeverity.Error, "\"2x the steps\", \"3x faster\" must follow from the report's own numbers.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        foreach (var unit in context.Facts.Document.Units)
        {
            foreach (var claim in FactorClaim.All(unit.Text))
            {
                if (Wrong(claim, unit, context.Facts) is { } ratios)
                {
                    yield return Found(context, unit.Line, claim, ratios);
                }
            }
        }

        foreach (var finding in Tables(context))
        {
            yield return finding;
        }
    }

    private LintFinding Found(RuleContext context, int line, FactorClaim claim,
        List<(double Ratio, string Text, IEnumerable<int> Lines)> ratios) =>
        context.Finding(
            Rule, [line], $"'{claim.Text}' does not follow from the report's own numbers.",
            string.Join(
                " or ",
                ratios.Select(ratio => claim.IsInverse ? 1 / ratio.Ratio : ratio.Ratio).Select(ratio => $"{ratio:0.##}x").Distinct())
                + (claim.IsInverse ? $" (less {Shown(claim.Of)})." : $" ({Shown(claim.Of)})."),
            ratios.Select(ratio => new LintEvidence(ratio.Text, RuleContext.Lines(ratio.Lines))));

    private static List<(double Ratio, string Text, IEnumerable<int> Lines)>? Wrong(FactorClaim claim, TextUnit unit, ReportFacts facts)
    {
        if (DifferenceWords.IsForeign(unit.Text))
        {
            return null;
        }

        var comparison = Comparison.Near(unit.Text, claim.Start, facts);
        if (claim.Of is FactorOf.Time)
        {
            var models = Comparison.Models(unit, claim.Start, facts);
            var times = ResultPair.Of(facts, "seconds", models, comparison.Pairs)
                .Concat(facts.Models.Mentions(unit.Text).Count > 1 || !comparison.IsNamed
                    ? ResultPair.Across(facts, "seconds", Comparison.AllModels(unit, facts) ?? models) : []).ToList();
            return times.Count == 0 || times.Exists(pair => Fits(claim, pair.Ratio)) ? null
                : Distinct(times.Select(pair => (pair.Ratio, pair.Shown, (IEnumerable<int>)[pair.Subject.Line, pair.Object.Line])));
        }

        var pairs = comparison.Pairs.Select(pair =>
            (pair.Subject, pair.Object, Own: Number(claim.Of, pair.Subject), Other: Number(claim.Of, pair.Object)))
            .Where(pair => pair.Own is > 0 && pair.Other is > 0).ToList();
        return pairs.Count == 0 || pairs.Exists(pair => Fits(claim, pair.Own!.Value / pair.Other!.Value)) ? null
            : Distinct(pairs.Select(pair => (
                pair.Own!.Value / pair.Other!.Value,
                $"{pair.Subject} against {pair.Object}: {pair.Own:#,0.######} / {pair.Other:#,0.######} = {pair.Own / pair.Other:0.###}",
                Sources(claim.Of, pair.Subject, pair.Object))));
    }

    private IEnumerable<LintFinding> Tables(RuleContext context)
    {
        foreach (var configuration in context.Facts.Configurations.All)
        {
            // 0.08 (8x scaled), 0.04 (4x scaling from 0.01)
            if (configuration.Find(ParameterKind.LearningRate) is { Value: { Value: > 0 } rate } fact
                && Measure.All(fact.Text).FirstOrDefault(number => number.Unit is MeasureUnit.Factor) is { } factor)
            {
                var bases = Measure.All(fact.Text).Where(number => number.Start != rate.Start && number.Unit is MeasureUnit.None)
                    .Select(number => number.Value).ToList();
                if (bases.Count == 0)
                {
                    bases = [.. context.Facts.Configurations.All.Where(other => other != configuration)
                        .Select(other => other.Find(ParameterKind.LearningRate)?.Value?.Value).OfType<double>()];
                }

                if (bases.Count > 0 && !bases.Exists(other => Math.Abs((rate.Value / other) - factor.Value) < 0.03 * factor.Value
                    + factor.Half * 0.2))
                {
                    yield return context.Finding(
                        Rule, [fact.Line], $"'{fact.Text}': no other stated learning rate is {factor.Value:0.##} times as small.",
                        string.Join(" or ", bases.Distinct().Select(other => $"{rate.Value / other:0.##}x of {other:0.######}")) + ".",
                        [new($"learning rates {string.Join(", ", bases.Distinct().Select(other => $"{other:0.######}"))}",
                            RuleContext.Lines(fact.Line))]);
                }
            }
        }
    }

    private static bool Fits(FactorClaim claim, double ratio) => Math.Abs(ratio - claim.Factor) <= claim.Tolerance;

    private static List<(double Ratio, string Text, IEnumerable<int> Lines)> Distinct(
        IEnumerable<(double Ratio, string Text, IEnumerable<int> Lines)> ratios) =>
            [.. ratios.DistinctBy(ratio => ratio.Text).Take(MostEvidence)];

    private static double? Number(FactorOf of, Configuration configuration) => of switch
    {
        FactorOf.Steps => configuration.Iterations,
        FactorOf.Samples => configuration.Samples,
        FactorOf.Batch => configuration.Batch,
        FactorOf.LearningRate => configuration.Find(ParameterKind.LearningRate)?.Value?.Value,
        _ => null,
    };

    private static IEnumerable<int> Sources(FactorOf of, params IEnumerable<Configuration> configurations)
    {
        var kinds = of switch
        {
            FactorOf.Steps => new[] { ParameterKind.Iterations, ParameterKind.GradientSteps },
            FactorOf.Samples => [ParameterKind.Samples, ParameterKind.Iterations, ParameterKind.Batch],
            FactorOf.Batch => [ParameterKind.Batch],
            _ => [ParameterKind.LearningRate],
        };
        return configurations.SelectMany(one => one.Parameters.Where(fact => kinds.Contains(fact.Kind)).Select(fact => fact.Line)
            .DefaultIfEmpty(one.Lines.FirstOrDefault(1)));
    }

    private static string Shown(FactorOf of) => of switch
    {
        FactorOf.Steps => "iterations",
        FactorOf.Samples => "samples",
        FactorOf.Batch => "batch",
        FactorOf.Time => "time",
        _ =>
            "learning rate",
    };
}
