using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>One optimizer stated for all models where recipes of some need another.</summary>
internal sealed partial class RecipeOptimizerRule : ILintRule
{
    /// <inheritdoc/>
    public LintRule Rule { get; } = new(
        "L04", "recipe-optimizer", LintSeverity.Error,
        "One optimizer and learning rate cannot be every model's where recipes of some have another.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var facts = context.Facts;
        var tracked = Tracking.Of(facts);
        var published = RecipeClaims.Published(facts);
        var stated = facts.Configurations.All.Where(one => one.Model is null && (published.Contains(one) || !tracked.Contains(one)))
            .Select(one => (Configuration: one, Fact: one.Find(ParameterKind.Optimizer))).Where(entry => entry.Fact is not null).ToList();
        var said = facts.Document.Units.SelectMany(unit => Kinds(unit.Text)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var wrong = new List<(Configuration Configuration, ParameterFact Fact, ReportModel Model, RegisteredRecipe Recipe)>();
        foreach (var (configuration, fact) in stated)
        {
            var kinds = Kinds(fact!.Text);
            if (kinds.Count != 1)
            {
                continue;
            }

            foreach (var model in RecipeClaims.ModelsOf(configuration, facts))
            {
                if (RegisteredRecipe.Of(model) is { } recipe
                    && !string.Equals(kinds[0], recipe.Optimizer, StringComparison.OrdinalIgnoreCase)
                    && !said.Contains(recipe.Optimizer))
                {
                    wrong.Add((configuration, fact, model, recipe));
                }
            }
        }

        if (wrong.Count > 0)
        {
            var rates = wrong.Select(entry => entry.Configuration).Distinct().Select(one => one.Find(ParameterKind.LearningRate))
                .OfType<ParameterFact>().Select(fact => fact.Line);
            var models = wrong.DistinctBy(entry => entry.Model.Key).ToList();
            yield return context.Finding(
                Rule, wrong.Select(entry => entry.Fact.Line).Concat(rates),
                $"{wrong[0].Fact.Text} is stated for all models, but the recipes of "
                    + $"{string.Join(", ", models.Select(entry => entry.Model.Label))} "
                    + "have another optimizer.",
                string.Join("; ", models.Select(entry => Shown(entry.Model, entry.Recipe))) + "; or say that it was changed.",
                models.Select(entry => new LintEvidence(Shown(entry.Model, entry.Recipe), entry.Recipe.Source)));
        }
    }

    private static string Shown(ReportModel model, RegisteredRecipe recipe) =>
        $"{model.Label}: {recipe.Optimizer}, learning rate {recipe.LearningRate:0.######}";

    private static List<string> Kinds(string text) =>
        [.. Optimizer().Matches(text).Select(match => match.Value.ToLowerInvariant()).Distinct()];

    [GeneratedRegex(@"\b(?:sgd|adamw|adam|lamb|lion|rmsprop|adagrad)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Optimizer();
}
