using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.PlainMasks;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Schedules;

namespace Panoptes.Training.Tests.Engine;

public sealed class LayerDecayTests
{
    private const string Encoder = "network.encoder.backbone.";

    [Theory]
    [InlineData(false, 0.5)]
    [InlineData(true, 1)]
    public void Each_block_below_the_last_learns_at_a_part_of_the_rate_above_it(bool sparesLate, double ofBlock2)
    {
        using var model = Eomt();
        var config = new OptimizerConfig { LearningRate = 1, LayerDecay = 0.5, LayerDecaySparesLate = sparesLate };
        var groups = ParameterGroups.Build(model, config);
        double Rate(string name) => groups.Single(group => group.Parameters.Any(p => p.Name == name)).BaseLearningRate;
        Assert.Equal(0.125, Rate(Encoder + "pos_embed"));
        Assert.Equal(0.125, Rate(Encoder + "patch_embed.proj.weight"));
        Assert.Equal(0.125, Rate(Encoder + "blocks.0.norm1.bias"));
        Assert.Equal(0.25, Rate(Encoder + "blocks.1.norm1.bias"));
        Assert.Equal(ofBlock2, Rate(Encoder + "blocks.2.mlp.fc1.weight"));
        Assert.Equal(1, Rate(Encoder + "blocks.3.mlp.fc1.weight"));
        Assert.Equal(1, Rate(Encoder + "norm.weight"));
        Assert.Equal(1, Rate("network.q.weight"));
        Assert.All(groups, group => Assert.Equal("", group.Part));
    }

    [Fact]
    public void Where_the_backbone_has_its_own_schedule_it_shares_no_group()
    {
        using var model = Eomt();
        var groups = ParameterGroups.Build(model, new OptimizerConfig(), new ScheduleConfig { BackboneDelay = 5 });
        Assert.Equal(["", "backbone"], groups.Select(group => group.Part).Order());
        var backbone = groups.Single(group => group.Part == "backbone");
        Assert.All(backbone.Parameters, p => Assert.StartsWith(Encoder, p.Name));
        Assert.Contains(backbone.Parameters, p => p.Name == Encoder + "norm.weight");
    }

    [Fact]
    public void A_model_that_names_no_layers_is_refused()
    {
        using var model = ModelCatalog.Create(new ModelConfig { Name = "pspnet_r18", NumClasses = 3 });
        Assert.Contains("train.optimizer.layer_decay", Assert.Throws<InputException>(
            () => ParameterGroups.Build(model, new OptimizerConfig { LayerDecay = 0.9 })).Message);
    }

    private static Segmenter Eomt()
    {
        Randomness.Seed(1);
        return ModelCatalog.Create(new ModelConfig
        {
            Name = "eomt_t",
            NumClasses = 3,
            Options = new EomtOptions { Width = 8, Heads = 1, Depth = 4, LateBlocks = 2, Queries = 2, ImageSize = [16, 16] },
        });
    }
}
