using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Training.Configuration;

namespace Panoptes.Experiments.Tests.Recipes;

/// <summary>The recipes that come along, and which configuration follows which.</summary>
[Collection(TensorEngine.Name)]
public sealed class PublishedRecipeTests
{
    public static TheoryData<string> Names => [.. PublishedRecipes.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recipe_is_the_file_of_its_name_and_declares_its_own_batch(string name)
    {
        var recipe = PublishedRecipes.Find(name);
        var file = ConfigReader.Resolve<RunConfig>(Path.Combine(Repository.Root, "configs", name + ".yaml"), [], keepUnset: true).Value;
        Assert.Equal(ConfigWriter.ToCanonicalJson(file), ConfigWriter.ToCanonicalJson(recipe.Config));
        Assert.Equal(name, recipe.Config.Recipe.Name);
        Assert.Equal(TrainingFigures.BatchOf(recipe.Config), recipe.Config.Recipe.Batch);
        Assert.True(recipe.Config.Recipe.Target is null || recipe.Config.Recipe.Source is not null, "a result without its source");
    }

    public static TheoryData<string> OfCityscapes => [.. PublishedRecipes.Names.Where(name => name.StartsWith("cityscapes/"))];

    [Theory]
    [MemberData(nameof(OfCityscapes))]
    public void Every_recipe_has_the_three_settings_of_the_comparison_with_rates_by_its_own_rule(string name)
    {
        var recipe = PublishedRecipes.Find(name);
        var file = Path.Combine(Repository.Root, "configs", name + ".yaml");
        foreach (var (variant, steps, batch) in new[] { ("80kx2", 80_000, 2), ("20kx16", 20_000, 16), ("40kx8", 40_000, 8) })
        {
            var config = ConfigReader.Resolve<RunConfig>(file, [$"variant={variant}"], keepUnset: true).Value;
            Assert.Equal((steps, batch), ((int)config.Train.Steps, TrainingFigures.BatchOf(config)));
            Assert.Equal(10, TrainingFigures.Of(config).Evaluations);
            var own = recipe.Config.Train.Optimizer;
            var expected = own.LearningRate * Scaling.RateFactor(Scaling.RuleOf(own.Name), (double)batch / recipe.Batch);
            Assert.Equal(expected, config.Train.Optimizer.LearningRate, expected * 0.005);
            Assert.Empty(ConfigDiff.Between(config, recipe.Config, null, []).Undeclared);
        }
    }

    [Theory]
    [InlineData("cityscapes/deeplabv3plus-mobilenetv2")]
    [InlineData("cityscapes/fcn-hrnet-w18s")]
    [InlineData("cityscapes/segformer-b0")]
    [InlineData("cityscapes/segnext-t")]
    [InlineData("cityscapes/upernet-swin-t")]
    public void The_rules_of_a_recipe_fit_the_names_of_its_model(string name)
    {
        var recipe = PublishedRecipes.Find(name).Config;
        var rates = GroupRates.Of(recipe);
        var multiplier = recipe.Model.Traits.HeadRate;
        Assert.All(rates.Where(rate => rate.Part == "decode_head"), rate => Assert.Equal(
            recipe.Train.Optimizer.LearningRate * multiplier, rate.LearningRates[^1], 1e-12));
        if (recipe.Train.Optimizer.Name == OptimizerKind.AdamW)
        {
            Assert.Contains(rates, rate => rate.Part == "backbone norms" && rate.WeightDecays.Contains(0));
        }
    }

    [Fact]
    public void A_configuration_without_a_name_follows_the_recipe_of_its_model_or_family_on_cityscapes_only()
    {
        RunConfig On(string model, string? classes) => new() { Model = new() { Name = model }, Data = new() { Classes = classes } };
        Assert.Equal("cityscapes/pspnet-r50-d8", PublishedRecipes.For(On("pspnet_r50", "cityscapes"))!.Name);
        Assert.Equal("cityscapes/pspnet-r50-d8", PublishedRecipes.For(On("pspnet_r101", "cityscapes"))!.Name);
        Assert.Null(PublishedRecipes.For(On("pspnet_r50", "camvid11")));
        Assert.Null(PublishedRecipes.For(On("fcn_r50", "cityscapes")));
    }

    [Fact]
    public void A_recipe_that_does_not_exist_is_refused_with_the_nearest_name() =>
        Assert.Contains("did you mean 'cityscapes/pspnet-r50-d8'?", Assert.Throws<InputException>(
            () => ConfigReader.Read<RunConfig>(null, ["recipe.name=cityscapes/pspnet-r50"])).Message);
}
