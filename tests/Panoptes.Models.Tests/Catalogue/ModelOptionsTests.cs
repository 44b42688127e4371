using Panoptes.Foundation;
using Panoptes.Models.Catalogue;

namespace Panoptes.Models.Tests.Catalogue;

public sealed class ModelOptionsTests
{
    [Fact]
    public void A_setting_that_the_model_does_not_take_is_refused_with_those_it_takes()
    {
        var error = Assert.Throws<InputException>(() => ModelCatalogue.Create(new ModelConfig { Name = "pspnet_r18", Dilations = [1, 2] }));
        Assert.Contains("model.dilations", error.Message);
        Assert.Contains("[1, 2]", error.Message);
        Assert.Contains("output_stride", error.Message);
    }

    [Fact]
    public void Every_model_takes_only_settings_that_exist_and_is_buildable_by_one_family()
    {
        Assert.Equal(ModelCatalogue.Names.Count, ModelCatalogue.Names.Distinct().Count());
        Assert.All(ModelCatalogue.Names, name => Assert.Subset(ModelOptions.All.ToHashSet(), ModelCatalogue.Options(name).ToHashSet()));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    public void A_drop_path_that_is_no_share_is_refused(double share) =>
        Assert.Contains("model.drop_path", Assert.Throws<InputException>(() => new ModelConfig { DropPath = share }.Validate()).Message);
}
