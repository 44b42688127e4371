using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Training.Configuration;

namespace Panoptes.Experiments.Recipes;

/// <summary>How a learning rate follows the batch.</summary>
public enum RateRule
{
    /// <summary>In proportion to the batch (Goyal et al. 2017): the usual rule for SGD.</summary>
    Linear,

    /// <summary>With the square root of the batch: the usual rule for Adam and its family.</summary>
    SquareRoot,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>What stays the same when the batch changes.</summary>
public enum KeptLength
{
    /// <summary>The training samples: fewer steps of a larger batch.</summary>
    Samples,

    /// <summary>The steps: more samples with a larger batch.</summary>
    Steps,
}

/// <summary>Settings that belong to one batch.</summary>
/// <param name="Batch">Images in one update.</param>
/// <param name="Steps">Updates.</param>
/// <param name="LearningRate">Base learning rate.</param>
/// <param name="WarmUpSteps">Updates of warm-up; 0 without one.</param>
public sealed record BatchSettings(int Batch, long Steps, double LearningRate, long WarmUpSteps)
{
    /// <summary>Training samples in the whole training.</summary>
    public long Samples => Batch * Steps;

    /// <summary>Steps between two evaluations and between two checkpoints: a tenth of the training.</summary>
    public long Every => Math.Max(1, Steps / 10);
}

/// <summary>Settings for another batch than a recipe's own.</summary>
/// <param name="Rule">How the learning rate was scaled.</param>
/// <param name="Kept">What was kept.</param>
/// <param name="Factor">New batch over the recipe's.</param>
/// <param name="Settings">The settings.</param>
public sealed record ScaledSettings(RateRule Rule, KeptLength Kept, double Factor, BatchSettings Settings);

/// <summary>
/// Computes what a recipe's learning rate, steps and warm-up become at another batch. Always from the batch that the recipe declares, never
/// from a guess.
/// </summary>
public static class Scaling
{
    /// <summary>Above this factor no rule is to be trusted.</summary>
    public const double LargestFactor = 8;

    private const long ShortestWarmUp = 100;

    /// <summary>The rule that is usual for an optimizer.</summary>
    public static RateRule RuleOf(OptimizerKind optimizer) => optimizer == OptimizerKind.Sgd ? RateRule.Linear : RateRule.SquareRoot;

    /// <summary>The factor on the learning rate.</summary>
    public static double RateFactor(RateRule rule, double batchFactor) => rule switch
    {
        RateRule.Linear => batchFactor,
        RateRule.SquareRoot => Math.Sqrt(batchFactor),
        _ => 1,
    };

    /// <summary>Scales settings to another batch.</summary>
    /// <param name="from">The settings at the batch they belong to.</param>
    /// <param name="batch">The batch wanted, at least 1.</param>
    /// <param name="rule">How the learning rate follows.</param>
    /// <param name="kept">What stays the same.</param>
    /// <remarks>Where samples are kept the warm-up keeps its samples too, but has at least 100 steps; where steps are kept it keeps its
    /// steps.</remarks>
    public static ScaledSettings To(BatchSettings from, int batch, RateRule rule, KeptLength kept)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var factor = (double)batch / from.Batch;
        var steps = kept == KeptLength.Steps ? from.Steps : Math.Max(1, (long)Math.Round(from.Steps / factor));
        var warmUp = kept == KeptLength.Steps || from.WarmUpSteps == 0
            ? from.WarmUpSteps
            : Math.Max(ShortestWarmUp, (long)Math.Round(from.WarmUpSteps / factor));
        return new ScaledSettings(rule, kept, factor, new BatchSettings(
            batch, steps, from.LearningRate * RateFactor(rule, factor), Math.Min(warmUp, Math.Max(0, steps - 1))));
    }

    /// <summary>
    /// The settings that a configuration's learning rate belongs to: its own where its batch is the declared one, else its recipe's.
    /// </summary>
    /// <param name="config">The configuration.</param>
    /// <param name="source">Whose settings they are: "the configuration" or the recipe's name.</param>
    /// <exception cref="InputException">Neither it nor a recipe declares a batch.</exception>
    public static BatchSettings BaseOf(RunConfig config, out string source)
    {
        ArgumentNullException.ThrowIfNull(config);
        var recipe = PublishedRecipes.For(config);
        var declared = config.Recipe.Batch ?? recipe?.Batch ?? throw new InputException(
            "recipe.batch", "none, and no published recipe for this model and data",
            "the batch that train.optimizer.learning_rate belongs to", "set recipe.batch, or recipe.name to a recipe");
        if (declared == TrainingFigures.BatchOf(config))
        {
            source = "the configuration";
            return SettingsOf(config, declared);
        }

        source = recipe?.Name ?? throw new InputException(
            "recipe.batch", $"{declared}, but the configuration's batch is {TrainingFigures.BatchOf(config)}",
            "settings that belong to the declared batch",
            "give the configuration as it was written for that batch, without overrides or variant");
        return SettingsOf(recipe.Config, recipe.Batch);
    }

    private static BatchSettings SettingsOf(RunConfig config, int batch) =>
        new(batch, config.Train.Steps, config.Train.Optimizer.LearningRate, TrainingFigures.Of(config).WarmUpSteps);
}
