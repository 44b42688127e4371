using System.Text.Json.Nodes;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.ModelCards;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.ModelCards;

/// <summary>What is said of a model before it is trained.</summary>
[Collection(TensorEngine.Name)]
public sealed class ModelCardTests
{
    [NeedsSharedTheory("parity/models")]
    [InlineData("mmseg_pspnet_r50_d8.eval", "name=pspnet_r50")]
    [InlineData("mmseg_deeplabv3plus_r50_d8.eval", "name=deeplabv3plus_r50")]
    [InlineData("segformer_b0_mmseg.eval", "name=segformer_b0 segformer_variant=mmseg")]
    [InlineData("segformer_b0_nvlabs.eval", "name=segformer_b0 segformer_variant=nvlabs")]
    [InlineData("segnext_t.eval", "name=segnext_t")]
    public void Parameters_and_multiply_adds_are_those_of_the_published_implementation(string fixture, string settings)
    {
        var reference = JsonNode.Parse(File.ReadAllText(SharedFiles.Path($"parity/models/{fixture}.json")!))!;
        var size = reference["input"]!["input"]!.AsArray().Select(node => node!.GetValue<int>()).ToArray();
        var sheet = ModelCard.Of(ConfigReader.Read<ModelConfig>(null, settings.Split(' ')), (size[2], size[3]), 1);
        Assert.Equal(reference["parameter_count"]!.GetValue<long>(), sheet.Parameters);
        Assert.Equal(reference["flops"]!["multiply_adds"]!.GetValue<long>(), sheet.MultiplyAdds);
        Assert.InRange(sheet.ComputedMultiplyAdds, sheet.MultiplyAdds / 2, sheet.MultiplyAdds);
    }

    [Fact]
    public void Costs_grow_with_the_image_and_training_with_the_batch()
    {
        var config = new ModelConfig { Name = "deeplabv3plus_mobilenetv2" };
        var (small, large) = (ModelCard.Of(config, (64, 64), 2), ModelCard.Of(config, (128, 128), 4));
        Assert.Equal(small.Parameters, large.Parameters);
        Assert.InRange((double)large.MultiplyAdds / small.MultiplyAdds, 3.9, 4.1);
        Assert.True(large.InferenceBytes > small.InferenceBytes && large.TrainingBytes > small.TrainingBytes);
        Assert.Equal([(24L, 4), (32L, 8), (96L, 16), (320L, 16)], large.Levels.Select(level => (level.Channels, level.Stride)));
    }

    [Fact]
    public void Published_results_come_with_their_recipe_and_licenses_with_their_owner()
    {
        var sheet = ModelCard.Of(new ModelConfig { Name = "segformer_b0" }, (64, 64), 1);
        Assert.Contains("no commercial use", sheet.License);
        Assert.Equal(["cityscapes/segformer-b0"], sheet.Recipes.Select(recipe => recipe.Name));
        Assert.Equal(sheet.Parameters, sheet.Parts.Sum(part => part.Parameters));
    }

    [Theory]
    [InlineData("pspnet_r50", "mmsegmentation", "torchvision", "cityscapes/pspnet-r50-d8", null)]
    [InlineData("pspnet_r101b", "torchvision", "facebookresearch", null, "cityscapes/pspnet-r50-d8")]
    [InlineData("fcn_mobilenetv2", "torchvision", "mmsegmentation", null, null)]
    [InlineData("upernet_swin_b12", "Microsoft", "torchvision", null, "cityscapes/upernet-swin-b")]
    [InlineData("fcn_hrnet_w18", "mmsegmentation", "whole models", "cityscapes/fcn-hrnet-w18", null)]
    [InlineData("dinov2_linear_vits14reg", "facebookresearch", "heads", null, "cityscapes/dinov2-linear-vitb14")]
    public void Licenses_are_of_weights_that_the_model_takes_and_recipes_its_own_or_its_familys(
        string name, string publisher, string other, string? recipe, string? family)
    {
        var sheet = ModelCard.Of(new ModelConfig { Name = name }, (32, 32), 1);
        Assert.Contains(publisher, sheet.License);
        Assert.DoesNotContain(other, sheet.License);
        Assert.Equal(recipe, sheet.Recipes.SingleOrDefault()?.Name);
        Assert.Equal(family, sheet.FamilyRecipe);
    }

    [Theory]
    [InlineData(16, 64, 1)]
    [InlineData(64, 64, 0)]
    public void Sizes_that_no_model_takes_are_refused(int height, int width, int batch) =>
        Assert.Throws<InputException>(() => ModelCard.Of(new ModelConfig(), (height, width), batch));
}
