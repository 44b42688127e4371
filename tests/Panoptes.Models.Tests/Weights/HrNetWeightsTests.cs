using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Backbones.HighResolution;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.HighResolution;
using Panoptes.Models.Loading;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Weights;

public sealed class HrNetWeightsTests
{
    // The authors' ImageNet weights and timm's hrnet_w18_small_v2; either form of the segmenter starts from them.
    [Theory]
    [InlineData("module.", null)]
    [InlineData("", null)]
    [InlineData("", HrNetVariant.Official)]
    public void A_published_classifier_fills_the_backbone_of_a_segmenter(string prefix, HrNetVariant? form)
    {
        using var file = new SavedModule(
            new HrNet(HrNetConfig.W18Small),
            (name, tensor) => (prefix + name, tensor),
            (prefix + "incre_modules.0.0.conv1.weight", Tensor.Zeros([32, 18, 1, 1])), (prefix + "classifier.bias", Tensor.Zeros([1000])));
        using var model = (EncoderDecoder)ModelCatalog.Create(
            new ModelConfig
            {
                Name = "fcn_hrnet_w18s",
                NumClasses = 3,
                Options = new HrNetOptions
                {
                    HrnetVariant = form
                ?? HrNetVariant.Mmseg
                }
            });
        var report = WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Equal(("backbone", 1.0), (report.Scope, report.Coverage));
        Assert.Equal(2, report.Unexpected.Count);
        file.CheckEqual(model.Backbone);
    }

    [Fact]
    public void The_full_network_is_refused_by_the_small_one_that_it_would_fill()
    {
        using var file = new SavedModule(new HrNet(HrNetConfig.W18), name => name);
        using var model = new HrNet(HrNetConfig.W18Small);
        Assert.Contains("deeper network", Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights)).Message);
    }

    [Fact]
    public void A_deeper_ResNet_is_refused_by_the_shallower_one()
    {
        using var file = new SavedModule(new ResNet(new ResNetConfig { Depth = 34 }), name => name);
        using var model = new ResNet(new ResNetConfig { Depth = 18 });
        Assert.Contains("layer1.2.", Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights)).Message);
    }

    [Theory]
    [InlineData("fcn_hrnet_w48", 65858659)]
    [InlineData("ocrnet_hrnet_w48", 70371446)]
    public void A_published_model_has_its_published_number_of_parameters(string name, long parameters)
    {
        using var model = ModelCatalog.Create(new ModelConfig { Name = name });
        Assert.Equal(parameters, model.NamedParameters().Sum(p => p.Tensor.Count));
    }
}
