using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Dilated;
using Panoptes.Models.Catalog.Families.Segformer;
using Panoptes.Models.Catalog.Families.Segnext;
using Panoptes.Models.Outputs;

namespace Panoptes.Models.Tests.Catalog;

public sealed class ModelOptionsTests
{
    [Fact]
    public void A_setting_that_the_model_does_not_take_is_refused_with_those_it_takes()
    {
        var config = new ModelConfig { Name = "pspnet_r18", Options = new DilatedOptions { Dilations = [1, 2] } };
        var error = Assert.Throws<InputException>(() => ModelCatalog.Create(config));
        Assert.Contains("model.dilations", error.Message);
        Assert.Contains("[1, 2]", error.Message);
        Assert.Contains("output_stride", error.Message);
    }

    [Fact]
    public void Options_of_another_family_are_refused() =>
        Assert.Contains("SegnextOptions", Assert.Throws<InputException>(
            () => new ModelConfig { Name = "pspnet_r18", Options = new SegnextOptions() }.Validate()).Message);

    [Fact]
    public void Every_model_is_of_one_family_whose_defaults_it_takes()
    {
        var catalog = ModelCatalog.BuiltIn;
        Assert.Equal(catalog.Names.Count, catalog.Names.Distinct().Count());
        Assert.All(catalog.Names, name =>
        {
            Assert.Same(catalog.Family(name), catalog.Defaults(name).Family);
            catalog.Defaults(name).Check(name);
            Assert.NotEmpty(new ModelConfig { Name = name }.Traits.Group);
        });
    }

    [Fact]
    public void A_model_says_what_it_can_be_asked_for()
    {
        Assert.Equal([SegmentationTask.Semantic], ModelCatalog.BuiltIn.Tasks("segnext_t"));
        Assert.Equal(
            [SegmentationTask.Panoptic, SegmentationTask.Instance, SegmentationTask.Semantic],
            new ModelConfig { Name = "mask2former_r50" }.Family.Tasks);
        Assert.Contains("did you mean segnext_t?", Assert.Throws<InputException>(() => ModelCatalog.BuiltIn.Tasks("segnext_tt")).Message);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    public void A_drop_path_that_is_no_share_is_refused(double share)
    {
        var config = new ModelConfig { Name = "segformer_b0", Options = new SegformerOptions { DropPath = share } };
        Assert.Contains("model.drop_path", Assert.Throws<InputException>(config.Validate).Message);
    }
}
