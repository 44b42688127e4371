using Panoptes.Experiments.Recipes;
using Panoptes.Training.Configuration;

namespace Panoptes.Experiments.Advice.Rules;

/// <summary>Optimizer and learning rate against the recipe.</summary>
internal static class OptimizerRules
{
    private const double Tolerance = 0.05;

    /// <summary>The rules.</summary>
    public static IReadOnlyList<AdviceRule> All { get; } =
    [
        new("A1", "optimizer of another family", AdviceStage.Before, SgdOnTransformer),
        new("A2", "linear scaling under Adam", AdviceStage.Before, LinearUnderAdam),
        new("A3", "learning rate of another base batch", AdviceStage.Before, RateOfAnotherBatch),
        new("A5", "head and norm rules missing", AdviceStage.Before, MissingGroups),
    ];

    private static IEnumerable<Finding> SgdOnTransformer(AdviceSubject subject)
    {
        var optimizer = subject.Config.Train.Optimizer;
        if (subject.Traits.IsTransformerLike && optimizer.Name == OptimizerKind.Sgd)
        {
            var recipe = subject.Recipe?.Config.Train.Optimizer;
            var wanted = recipe is null
                ? "AdamW at about 6e-5 with weight decay 0.01"
                : $"AdamW at {recipe.LearningRate:G4} with weight decay {recipe.WeightDecay:G4} ({subject.Recipe!.Name})";
            yield return new(
                $"SGD at {optimizer.LearningRate:G4} on a {subject.Traits.Backbone} backbone, which is published with AdamW",
                $"use {wanted}: train.optimizer.name=adamw");
        }
    }

    private static IEnumerable<Finding> LinearUnderAdam(AdviceSubject subject)
    {
        var optimizer = subject.Config.Train.Optimizer;
        if (optimizer.Name != OptimizerKind.AdamW || subject.Recipe is not { } recipe
            || recipe.Config.Train.Optimizer.Name != OptimizerKind.AdamW)
        {
            yield break;
        }

        var (batch, rate, own) = (subject.Figures.Batch, optimizer.LearningRate, recipe.Config.Train.Optimizer.LearningRate);
        var root = own * Scaling.RateFactor(RateRule.SquareRoot, (double)batch / recipe.Batch);
        if (batch != recipe.Batch && rate / own >= 2 - Tolerance)
        {
            yield return new(
                $"AdamW at {rate:G4} for a batch of {batch}: {rate / own:G3} times the {own:G4} that the recipe has for a batch of "
                    + $"{recipe.Batch}",
                $"prefer the square root of the batch's factor under Adam: train.optimizer.learning_rate={root:G3}");
        }
    }

    private static IEnumerable<Finding> RateOfAnotherBatch(AdviceSubject subject)
    {
        if (subject.Recipe is not { } recipe)
        {
            yield break;
        }

        var (batch, rate) = (subject.Figures.Batch, subject.Config.Train.Optimizer.LearningRate);
        var own = recipe.Config.Train.Optimizer;
        var factor = (double)batch / recipe.Batch;
        var usual = Scaling.RuleOf(own.Name);
        var isPlain = usual == RateRule.SquareRoot || factor is > 0.5 and < 2;
        IEnumerable<double> fitting = [factor, Scaling.RateFactor(usual, factor), .. isPlain ? [1.0] : Array.Empty<double>()];
        if (fitting.Any(allowed => Near(rate, own.LearningRate * allowed)))
        {
            yield break;
        }

        var implied = batch * own.LearningRate / rate;
        var guess = implied >= 1 ? $", as linear scaling from a batch of {implied:G3} would give" : "";
        yield return new(
            $"learning rate {rate:G4} for a batch of {batch}{guess}; the recipe {recipe.Name} declares {own.LearningRate:G4} for a batch "
                + $"of {recipe.Batch}",
            $"that implies {own.LearningRate * Scaling.RateFactor(usual, factor):G3} "
                + $"({(usual == RateRule.Linear ? "linear" : "square root")}) at this batch: see './panoptes config scale'");
    }

    private static IEnumerable<Finding> MissingGroups(AdviceSubject subject)
    {
        var (optimizer, wanted) = (subject.Config.Train.Optimizer, subject.Traits.HeadRate);
        if (wanted <= 1)
        {
            yield break;
        }

        // As the optimizer decides: longer keys first, the first that is part of a head's name.
        var head = optimizer.Rules.OrderByDescending(rule => rule.Key.Length)
            .FirstOrDefault(rule => "decode_head.".Contains(rule.Key, StringComparison.Ordinal));
        var decayFree = optimizer.NormDecayMultiplier == 0
            || optimizer.Rules.Any(rule => rule.DecayMultiplier == 0 && "norm".Contains(rule.Key, StringComparison.Ordinal));
        string[] missing =
        [
            .. Near(head?.LearningRateMultiplier ?? 1, wanted)
                ? []
                : new[] { $"the head learns at {head?.LearningRateMultiplier ?? 1:G3} times the base rate instead of {wanted:G3}" },
            .. decayFree ? [] : new[] { "normalizations have weight decay" },
        ];
        if (missing.Length > 0)
        {
            yield return new(
                string.Join(" and ", missing),
                $"restore the recipe's rules: 'train.optimizer.rules=[{{key: head, learning_rate_multiplier: {wanted:G3}}}, {{key: norm, "
                    + $"decay_multiplier: 0}}]'");
        }
    }

    private static bool Near(double value, double wanted) => Math.Abs((value / wanted) - 1) <= Tolerance;
}
