using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Outputs;

namespace Panoptes.Models.Tests.Catalog;

public sealed class ModelOptionsTests
{
    [Fact]
    public void A_setting_that_the_model_does_not_take_is_refused_with_those_it_takes()
    {
        var error = Assert.Throws<InputException>(() => ModelCatalog.Create(new ModelConfig { Name = "pspnet_r18", Dilations = [1, 2] }));
        Assert.Contains("model.dilations", error.Message);
        Assert.Contains("[1, 2]", error.Message);
        Assert.Contains("output_stride", error.Message);
    }

    [Fact]
    public void Every_model_takes_only_settings_that_exist_and_is_buildable_by_one_family()
    {
        Assert.Equal(ModelCatalog.Names.Count, ModelCatalog.Names.Distinct().Count());
        Assert.All(ModelCatalog.Names, name => Assert.Subset(ModelOptions.All.ToHashSet(), ModelCatalog.Options(name).ToHashSet()));
    }

    [Fact]
    public void A_model_says_what_it_can_be_asked_for()
    {
        Assert.Equal([SegmentationTask.Semantic], ModelCatalog.Tasks("segnext_t"));
        Assert.Equal([SegmentationTask.Panoptic, SegmentationTask.Instance, SegmentationTask.Semantic], ModelCatalog.Tasks("mask2former_r50"));
        Assert.Contains("did you mean segnext_t?", Assert.Throws<InputException>(() => ModelCatalog.Tasks("segnext_tt")).Message);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    public void A_drop_path_that_is_no_share_is_refused(double share) =>
        Assert.Contains("model.drop_path", Assert.Throws<InputException>(() => new ModelConfig { DropPath = share }.Validate()).Message);
}
