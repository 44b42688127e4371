using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Catalog;
using Panoptes.Models.Loading;
using Panoptes.Models.Tests.Catalog;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

/// <summary>What a network cannot do without is missed whatever share of its tensors a file has.</summary>
public sealed class EssentialTensorsTests
{
    [Theory]
    [InlineData("pspnet_r50", false, "pspnet_r50b")]
    [InlineData("deeplabv3plus_r50", false, "deeplabv3plus_r50b")]
    [InlineData("pspnet_r50b", true, "pspnet_r50")]
    public void A_stem_of_another_kind_is_refused_with_the_model_that_fits(string name, bool fileIsDeep, string fitting)
    {
        using var file = new SavedModule(new ResNet(new ResNetConfig { Depth = 50, DeepStem = fileIsDeep, NumClasses = 10 }), own => own);
        var config = ThinModels.Of(name, 16);
        using var model = ModelCatalog.Create(config);
        var error = Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights, config));
        Assert.EndsWith($"choose the model {fitting}, which these weights fit", error.Message);
        Assert.Contains("the layer that takes the image", error.Message);
    }

    [Theory]
    [InlineData("fcn_r18b", @"backbone\.conv1\.weight")]
    [InlineData("fcn_r18", @"backbone\.stem\.0\.weight")]
    [InlineData("fcn_r18", @"backbone\.stem\.4\.")]
    [InlineData("fcn_r18", @"backbone\.layer2\..*(bn\d|downsample\.1)\.")]
    [InlineData("fcn_r18", @"backbone\.layer4\..*running_(mean|var)$")]
    [InlineData("fcn_r18", @"decode_head\..*bn\.")]
    [InlineData("fcn_hrnet_w18s", @"backbone\.bn1\.")]
    [InlineData("segformer_b0", @"backbone\.layers\.0\.0\.projection\.")]
    [InlineData(
        "segformer_b0",
        @"backbone\.layers\.2\.0\.norm\.|backbone\.layers\.2\.1\.\d+\.norm\d\.|backbone\.layers\.2\.2\.|backbone\.layers\.2\..*norm")]
    [InlineData("segnext_t", @"backbone\.patch_embed1\.")]
    [InlineData("upernet_swin_t", @"backbone\.patch_embed\.proj\.")]
    [InlineData("upernet_swin_t", @"backbone\.layers\.3\..*relative_position_bias_table")]
    [InlineData("deeplabv3plus_mobilenetv2", @"backbone\.features\.0\.0\.")]
    [InlineData("deeplabv3plus_mobilenetv2", @"backbone\.features\.5\..*running_var")]
    public void A_file_without_what_matters_is_refused_whatever_the_share(string name, string missing)
    {
        using var model = ModelCatalog.Create(ThinModels.Of(name, 32));
        Without(model, missing, out var error);
        Assert.Contains("lack", error!.Message);
        Assert.Matches(missing.Replace("$", "", StringComparison.Ordinal), error.Message);
    }

    [Fact]
    public void A_position_table_of_DINO_is_missed()
    {
        using var model = new DinoTransformer(new DinoConfig { Width = 16, Depth = 4, Heads = 2, ImageSize = 56, FeatureBlocks = [3] });
        Without(model, "^pos_embed$", out var error);
        Assert.Contains("pos_embed", error!.Message);
        Without(model, "^mask_token$", out var none);
        Assert.Null(none);
    }

    [Theory]
    [InlineData("fcn_r18", @"auxiliary_head\.")]
    [InlineData("fcn_r18", @"conv_seg\.")]
    [InlineData("fcn_r18", @"layer3\.1\.conv2\.weight$")]
    public void What_can_be_learned_anew_may_be_missing(string name, string missing)
    {
        using var model = ModelCatalog.Create(ThinModels.Of(name, 16));
        Without(model, missing, out var error);
        Assert.Null(error);
    }

    [Fact]
    public void Another_number_of_image_channels_is_refused_with_both_shapes()
    {
        using var file = new SavedModule(new ResNet(new ResNetConfig { Depth = 18 }), (name, tensor) => (
            name, name == "conv1.weight" ? Ops.Cat([tensor, tensor.Narrow(1, 0, 1)], 1) : tensor));
        using var model = ModelCatalog.Create(ThinModels.Of("fcn_r18b", 8));
        var error = Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights));
        Assert.Contains("64x4x7x7", error.Message);
        Assert.Contains("64x3x7x7", error.Message);
    }

    [Fact]
    public void A_deeper_network_is_refused_with_the_model_that_fits()
    {
        using var file = new SavedModule(new ResNet(new ResNetConfig { Depth = 34 }), name => name);
        var config = ThinModels.Of("fcn_r18b", 8);
        using var model = ModelCatalog.Create(config);
        Assert.EndsWith("choose the model fcn_r34b, which these weights fit", Assert.Throws<InputException>(
            () => WeightLoader.Load(model, file.Weights, config)).Message);
    }

    [Theory]
    [InlineData(null, "BGR")]
    [InlineData("103.53 116.28 123.675", "BGR")]
    [InlineData("123.675 116.28 103.53", null)]
    public void The_color_order_of_detectron2s_files_is_said(string? means, string? said)
    {
        using var scope = TensorScope.Open();
        using var folder = new TemporaryFolder();
        using var trained = new ResNet(new ResNetConfig { Depth = 18 });
        var tensors = trained.StateDict().Select(
            t => (t.Name.StartsWith("conv1", StringComparison.Ordinal) ? "stem." + t.Name : t.Name.StartsWith(
                "bn1", StringComparison.Ordinal) ? $"stem.conv1.norm.{t.Name[4..]}" : t.Name, t.Tensor))
                .ToList();
        if (means is not null)
        {
            tensors.Add(("pixel_mean", Tensor.From(
                [.. means.Split(' ').Select(text => float.Parse(text, System.Globalization.CultureInfo.InvariantCulture))], [3, 1, 1])));
        }

        SafetensorsWriter.Write(folder["w"], tensors);
        using var file = WeightFile.Open(folder["w"]);
        using var model = new ResNet(new ResNetConfig { Depth = 18 });
        var remarks = WeightLoader.Load(model, file).Remarks;
        Assert.Equal(said is not null, remarks.Any(remark => remark.Contains("BGR", StringComparison.Ordinal)));
    }

    private static void Without(Tensors.Modules.Module model, string missing, out InputException? error)
    {
        using var scope = TensorScope.Open();
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(
            folder["w"], [.. model.StateDict().Where(t => !System.Text.RegularExpressions.Regex.IsMatch(t.Name, missing))]);
        using var file = WeightFile.Open(folder["w"]);
        error = Record.Exception(() => WeightLoader.Load(model, file, null, 0.5)) as InputException;
    }
}
