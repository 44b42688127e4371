using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>A reference whose iterations are not those of the published recipe that it is given out as.</summary>
internal sealed class RecipeLengthRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L03", "recipe-length", LintSeverity.Error,
            "A reference given out as a published recipe must have that recipe's iterations and batch.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        foreach (var reference in RecipeClaims.Published(context.Facts).Where(one => one.Iterations is not null))
        {
            var wrong = RecipeClaims.ModelsOf(reference, context.Facts)
                .Select(model => (Model: model, Recipe: RegisteredRecipe.Of(model)))
                .Where(entry => entry.Recipe is { } recipe && (recipe.Iterations != reference.Iterations
                    || (reference.Batch is { } batch && recipe.Batch != batch))).ToList();
            if (wrong.Count > 0)
            {
                var lengths = wrong.Where(entry => entry.Recipe!.Iterations != reference.Iterations).ToList();
                yield return context.Finding(
                    Rule, reference.Lines.Concat(reference.Parameters
                        .Where(fact => fact.Kind is ParameterKind.Iterations or ParameterKind.Batch
                        or ParameterKind.GradientSteps).Select(fact => fact.Line)),
                    $"One length is given for the reference of all models, {reference.Shown}; the published recipes of "
                        + $"{string.Join(", ", (lengths.Count > 0 ? lengths : wrong).Select(entry => entry.Model.Label))} have another.",
                    string.Join("; ", wrong.Select(entry => $"{entry.Model.Label}: {entry.Recipe!.Iterations:N0} x {entry.Recipe.Batch}"))
                        + "; or say how the reference departs from it.",
                    wrong.Select(entry => new LintEvidence(
                        $"{entry.Model.Label}: {entry.Recipe!.Iterations:N0} iterations of {entry.Recipe.Batch}", entry.Recipe.Source)));
            }
        }
    }
}
