using Panoptes.Experiments.Recipes;
using Panoptes.Studies.Linting.Facts;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>What the registry of recipes knows of a model.</summary>
/// <param name="Name">The recipe.</param>
/// <param name="Iterations">Updates.</param>
/// <param name="Batch">Images in one update.</param>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="WarmUp">Updates of warm-up; 0 for none.</param>
/// <param name="Source">Where it was published.</param>
internal sealed record RegisteredRecipe(
    string Name, long Iterations, int Batch, string Optimizer, double LearningRate, long WarmUp, string Source)
{
    /// <summary>The published result in percent; null where none is registered.</summary>
    public double? Target { get; init; }

    /// <summary>Where that was published.</summary>
    public string TargetSource { get; init; } = "";

    /// <summary>The recipe of a model; null where none is registered.</summary>
    public static RegisteredRecipe? Of(ReportModel model)
    {
        if (model.Family is not { } family || family.Variants.Count == 0)
        {
            return null;
        }

        if (model.Variant is { } variant)
        {
            var target = family.Targets.TryGetValue(variant, out var extra) ? extra : (double?)null;
            return Read(family.Variants[variant]) is { } own
                ? own.Target is null && target is not null ? own with { Target = target, TargetSource = family.TargetSource } : own
                : null;
        }

        // A family whose recipes agree needs no variant.
        var all = family.Variants.Values.Distinct().Select(Read).ToList();
        return all.TrueForAll(other => (other.Iterations, other.Batch, other.Optimizer, other.LearningRate, other.WarmUp)
            == (all[0].Iterations, all[0].Batch, all[0].Optimizer, all[0].LearningRate, all[0].WarmUp)) ? all[0] with { Target = null }
                : null;
    }

    private static RegisteredRecipe Read(string name)
    {
        var recipe = PublishedRecipes.Find(name);
        var train = recipe.Config.Train;
        var source = recipe.Config.Recipe.Source is { Length: > 0 } published ? $"recipe {name}: {published}" : $"recipe {name}";
        return new RegisteredRecipe(
            name, train.Steps, recipe.Batch, $"{train.Optimizer.Name}", train.Optimizer.LearningRate,
            TrainingFigures.Of(recipe.Config).WarmUpSteps, source)
        {
            Target = recipe.Config.Recipe.Target,
            TargetSource = source,
        };
    }
}
