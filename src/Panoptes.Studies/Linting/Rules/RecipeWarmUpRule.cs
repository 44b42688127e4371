using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>A reference whose warm-up is not that of the published recipe that it is given out as.</summary>
internal sealed class RecipeWarmUpRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L05", "recipe-warm-up", LintSeverity.Error, "A reference given out as a published recipe must have that recipe's warm-up.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        foreach (var reference in RecipeClaims.Published(context.Facts))
        {
            if (reference.Find(ParameterKind.WarmUp) is not { } fact)
            {
                continue;
            }

            var stated = fact.Value?.Value ?? (fact.Text.Trim().ToLowerInvariant() is "none" or "no" or "-" or "off" ? 0 : (double?)null);
            var wrong = RecipeClaims.ModelsOf(reference, context.Facts)
                .Select(model => (Model: model, Recipe: RegisteredRecipe.Of(model)))
                .Where(entry => stated is not null && entry.Recipe is { } recipe && recipe.WarmUp != stated).ToList();
            if (wrong.Count > 0)
            {
                yield return context.Finding(
                    Rule, [fact.Line], $"One warm-up is given for the reference of all models, {fact.Text}; the published recipes of "
                        + $"{string.Join(", ", wrong.Select(entry => entry.Model.Label))} have another.",
                    string.Join("; ", wrong.Select(entry => $"{entry.Model.Label}: {Shown(entry.Recipe!.WarmUp)}"))
                        + "; or say how the reference departs from it.",
                    wrong.Select(entry => new LintEvidence($"{entry.Model.Label}: {Shown(entry.Recipe!.WarmUp)}", entry.Recipe.Source)));
            }
        }
    }

    private static string Shown(long steps) => steps == 0 ? "none" : $"{steps:N0} iterations";
}
