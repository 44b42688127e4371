namespace Panoptes.Studies.Linting.Rules;

/// <summary>All rules, in the order of their ids.</summary>
internal static class RuleCatalog
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<ILintRule> Rules { get; } =
    [
        new SampleRule(), new ThroughputRule(), new RecipeLengthRule(), new RecipeOptimizerRule(), new RecipeWarmUpRule(),
            new FactorRule(),
        new DifferenceRule(), new DerivedColumnRule(), new AverageRule(), new CauseRule(), new GeneralizationRule(), new NoiseRule(),
        new TargetRule(), new EncodingRule(), new PlaceholderRule(), new UntrackedReferenceRule(), new StateRule(), new ValueRule(),
        new CurveRule(), new PercentPointsRule(),
    ];
}
