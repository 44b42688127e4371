using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Samples that are not iterations times batch.</summary>
internal sealed partial class SampleRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new("L01", "samples", LintSeverity.Error, "Samples must be iterations times images in one update.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        foreach (var configuration in context.Facts.Configurations.All)
        {
            if (configuration is { Iterations: { } iterations, Batch: { } batch }
                && configuration.Find(ParameterKind.Samples) is { Value: { } samples } fact)
            {
                var factor = (configuration.Find(ParameterKind.Devices)?.Value?.Value ?? 1)
                    * (configuration.Find(ParameterKind.Accumulation)?.Value?.Value ?? 1);
                if (!Fits(samples, iterations * batch) && !Fits(samples, iterations * batch * factor))
                {
                    yield return context.Finding(
                        Rule, [fact.Line],
                        $"{configuration.Shown}: {samples.Value:N0} samples are stated, but {iterations:N0} iterations of "
                            + $"{batch:0} are {iterations * batch:N0}.",
                        $"{iterations * batch:N0} samples, or other iterations or another batch.",
                        [new($"{iterations:N0} x {batch:0} = {iterations * batch:N0}", Source(configuration, fact.Line))]);
                }
            }

            if (configuration is { Iterations: { } updates } && configuration.Find(ParameterKind.GradientSteps) is { Value: { } steps } said
                && configuration.Find(ParameterKind.Iterations) is { } stated && said != stated
                && Math.Abs(steps.Value - updates) > 0.005 * updates + steps.Half
                && !(configuration.Find(ParameterKind.Accumulation)?.Value is { } passes
                    && Math.Abs((steps.Value * passes.Value) - updates) < 1))
            {
                yield return context.Finding(
                    Rule, [said.Line], $"{configuration.Shown}: {steps.Value:N0} {said.Name} are stated beside {updates:N0} iterations.",
                    "One number of updates.", [new($"{updates:N0} iterations", RuleContext.Lines(stated.Line))]);
            }
        }

        foreach (var unit in context.Facts.Document.Units)
        {
            foreach (var clause in unit.Text.Split(';', '.').Where(clause => clause.Contains("sample", StringComparison.OrdinalIgnoreCase)
                || clause.Contains("images", StringComparison.OrdinalIgnoreCase)))
            {
                if (Sentence(clause) is { } wrong)
                {
                    yield return context.Finding(
                        Rule, [unit.Line],
                        $"{wrong.Stated:N0} samples are stated, but {wrong.Iterations:N0} iterations of {wrong.Batch:0} are "
                            + $"{wrong.Iterations * wrong.Batch:N0}.", $"{wrong.Iterations * wrong.Batch:N0} samples.",
                        [new($"{wrong.Iterations:N0} x {wrong.Batch:0} = {wrong.Iterations * wrong.Batch:N0}",
                            RuleContext.Lines(unit.Line))]);
                }
            }
        }
    }

    private static (double Stated, double Iterations, double Batch)? Sentence(string clause)
    {
        var samples = Samples().Matches(clause);
        if (samples.Count != 1 || Measure.First(samples[0].Groups[1].Value) is not { } stated || stated.Value < 1000
            || stated.Unit is not MeasureUnit.None)
        {
            return null;
        }

        var tokens = ConfigurationText.Tokens(clause).Where(token => token.Start + token.Length <= samples[0].Index
            || token.Start >= samples[0].Index + samples[0].Length).ToList();
        var iterations = tokens.Where(token => token.Iterations is not null).Select(token => token.Iterations!.Value).Distinct().ToList();
        var batches = tokens.Where(token => token.Batch is not null).Select(token => token.Batch!.Value).Distinct().ToList();
        return iterations.Count == 0 || batches.Count == 0
            || iterations.Exists(steps => batches.Exists(batch => Fits(stated, steps * batch)))
            ? null : (stated.Value, iterations[0], batches[0]);
    }

    private static bool Fits(Measure stated, double product) => Math.Abs(stated.Value - product) <= stated.Half + (0.005 * product);

    private static string Source(Configuration configuration, int line) => RuleContext.Lines(configuration.Parameters
        .Where(fact => fact.Kind is ParameterKind.Iterations or ParameterKind.Batch).Select(fact => fact.Line).Append(line));

    [GeneratedRegex(
        @"(?<![\w.,])(\d[\d,.'  ]*\s?[kKM]?)\s?(?:training |total )?(?:samples|images)\b(?!\s?(?:per|/|each|a)\b)(?! per)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Samples();
}
