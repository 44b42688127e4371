using Panoptes.Data.Configuration;
using Panoptes.Experiments.Recipes;
using Panoptes.Models.Outputs;

namespace Panoptes.Experiments.Tests.Recipes;

/// <summary>The recipes that choose crops, with the values of the released configurations.</summary>
[Collection(TensorEngine.Name)]
public sealed class CropRecipeTests
{
    [Theory]
    [InlineData("cityscapes/panoptic-fcn-r50-ibs", "512 3096 6192", 1.0, true, 32, 1)]
    [InlineData("vistas/panoptic-fcn-r50-ibs", "1024 6192 9288", 5.0, true, 32, 1)]
    [InlineData("cityscapes/mask2former-r50-panoptic-ibs", "512 3096 6192", null, true, 16, 2)]
    [InlineData("vistas/mask2former-r50-panoptic-ibs", "1024 6192 9288", 100.0, true, 16, 2)]
    [InlineData("vistas/mask2former-r50-instance-ibs", "1024 6192 9288", 100.0, false, 16, 2)]
    public void Intra_batch_supervision_comes_with_its_sampler(
        string name, string limits, double? weight, bool withStuff, int batch, int leastPixels)
    {
        var config = PublishedRecipes.Find(name).Config;
        var sampler = config.Data.Sampler;
        Assert.Equal(SamplerKind.ClassPair, sampler.Kind);
        Assert.Equal([32, 64, 128, 256, 512], sampler.Sizes);
        Assert.Equal(limits, $"{sampler.ShortMin} {sampler.ShortMax} {sampler.LongMax}");
        Assert.Equal(
            (withStuff, true, true, CropAnchor.Center),
            (sampler.IncludeStuff, sampler.ExcludeCrowd, sampler.RejectSameImage, sampler.Anchor));
        Assert.Equal(weight, config.Train.IntraBatch.Weight);
        Assert.Equal(["ground_truth", "intra_batch"], config.Train.Supervisors.Select(supervisor => supervisor.Kind));
        Assert.Equal((batch, leastPixels), (config.Train.BatchSize, config.Augmentation.MinSegmentPixels));
        var without = PublishedRecipes.Find(name[..^"-ibs".Length]).Config;
        Assert.Equal(
            (without.Train.Steps, without.Train.BatchSize, without.Train.Optimizer.LearningRate, without.Model.Name, without.Task),
            (config.Train.Steps, config.Train.BatchSize, config.Train.Optimizer.LearningRate, config.Model.Name, config.Task));
    }

    [Theory]
    [InlineData("cityscapes/panoptic-fcn-r50", SamplerKind.ThingCenter)]
    [InlineData("vistas/panoptic-fcn-r50", SamplerKind.ThingCenter)]
    [InlineData("cityscapes/panoptic-fcn-r50-full", SamplerKind.Random)]
    [InlineData("vistas/panoptic-fcn-r50-full", SamplerKind.Random)]
    [InlineData("cityscapes/mask2former-r50-panoptic", SamplerKind.Random)]
    public void Crops_without_it_lie_where_the_released_code_lays_them(string name, SamplerKind kind) =>
        Assert.Equal(kind, PublishedRecipes.Find(name).Config.Data.Sampler.Kind);

    [Fact]
    public void Objects_of_Vistas_are_asked_for_a_hundred_at_most()
    {
        var config = PublishedRecipes.Find("vistas/mask2former-r50-instance").Config;
        Assert.Equal((SegmentationTask.Instance, 100), (config.Task, config.Train.Evaluation.MaxDetections));
    }
}
