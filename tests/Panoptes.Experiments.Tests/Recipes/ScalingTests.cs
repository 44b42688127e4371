using FsCheck;
using FsCheck.Fluent;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Tests.Recipes;

/// <summary>What a recipe's numbers become at another batch.</summary>
public sealed class ScalingTests
{
    [Theory]
    [InlineData("cityscapes/pspnet-r50-d8", 2, RateRule.Linear, 0.0025)]
    [InlineData("cityscapes/pspnet-r50-d8", 16, RateRule.Linear, 0.02)]
    [InlineData("cityscapes/segformer-b3", 16, RateRule.SquareRoot, 8.49e-5)]
    [InlineData("cityscapes/segformer-b3", 16, RateRule.Linear, 1.2e-4)]
    [InlineData("cityscapes/segnext-b", 16, RateRule.SquareRoot, 6e-5)]
    [InlineData("cityscapes/segnext-b", 8, RateRule.SquareRoot, 4.24e-5)]
    [InlineData("cityscapes/segnext-b", 8, RateRule.None, 6e-5)]
    public void Learning_rates_follow_the_batch_from_the_one_that_the_recipe_declares(
        string recipe, int batch, RateRule rule, double expected)
    {
        var origin = Scaling.BaseOf(PublishedRecipes.Find(recipe).Config, out var source);
        Assert.Equal("the configuration", source);
        Assert.Equal(expected, Scaling.To(origin, batch, rule, KeptLength.Samples).Settings.LearningRate, expected * 1e-3);
    }

    [Fact]
    public void Kept_samples_shorten_the_training_and_its_warm_up_but_not_below_a_hundred_steps()
    {
        var origin = new BatchSettings(8, 160_000, 6e-5, 1500);
        Assert.Equal(new BatchSettings(16, 80_000, 6e-5, 750), Scaling.To(origin, 16, RateRule.None, KeptLength.Samples).Settings);
        Assert.Equal(100, Scaling.To(origin, 128, RateRule.None, KeptLength.Samples).Settings.WarmUpSteps);
        Assert.Equal((160_000L, 1500L, 16_000L), Scaling.To(origin, 16, RateRule.None, KeptLength.Steps).Settings is var kept
            ? (kept.Steps, kept.WarmUpSteps, kept.Every)
            : default);
        Assert.Equal(0, Scaling.To(origin with { WarmUpSteps = 0 }, 64, RateRule.None, KeptLength.Samples).Settings.WarmUpSteps);
    }

    [Fact]
    public void Scaling_there_and_back_is_the_recipe_again() => Prop.ForAll<byte, bool>((batch, isLinear) =>
    {
        var origin = new BatchSettings(8, 160_000, 0.01, 0);
        var rule = isLinear ? RateRule.Linear : RateRule.SquareRoot;
        var there = Scaling.To(origin, batch + 1, rule, KeptLength.Steps).Settings;
        var back = Scaling.To(there, origin.Batch, rule, KeptLength.Steps).Settings;
        return Math.Abs(origin.LearningRate - back.LearningRate) < 1e-12 && origin with { LearningRate = back.LearningRate } == back;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Kept_samples_are_kept_within_one_step() => Prop.ForAll<byte>(batch =>
    {
        var scaled = Scaling.To(new BatchSettings(8, 160_000, 0.01, 1500), batch + 1, RateRule.Linear, KeptLength.Samples).Settings;
        return Math.Abs(scaled.Samples - 1_280_000) <= scaled.Batch;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_configuration_off_its_declared_batch_is_scaled_from_its_recipe()
    {
        var config = ConfigReader.Resolve<RunConfig>(
            Path.Combine(Repository.Root, "configs", "cityscapes", "pspnet-r50-d8.yaml"), ["variant=20kx16"], keepUnset: true).Value;
        var origin = Scaling.BaseOf(config, out var source);
        Assert.Equal(("cityscapes/pspnet-r50-d8", new BatchSettings(8, 80_000, 0.01, 0)), (source, origin));
    }

    [Fact]
    public void Without_a_declared_batch_nothing_is_guessed() =>
        Assert.Contains("recipe.batch", Assert.Throws<InputException>(() => Scaling.BaseOf(new RunConfig(), out _)).Message);

    [Fact]
    public void A_batch_that_only_the_configuration_declares_must_be_its_own()
    {
        var config = new RunConfig { Recipe = new() { Batch = 4 } };
        Assert.Contains("declared batch", Assert.Throws<InputException>(() => Scaling.BaseOf(config, out _)).Message);
        Assert.Equal(4, Scaling.BaseOf(config with { Train = config.Train with { BatchSize = 2, Accumulation = 2 } }, out _).Batch);
    }
}
