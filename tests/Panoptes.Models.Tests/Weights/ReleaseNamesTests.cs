using Panoptes.Models.Backbones.HighResolution;
using Panoptes.Models.Backbones.Mit;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Dilated;
using Panoptes.Models.Catalog.Families.DynamicKernels;
using Panoptes.Models.Catalog.Families.Espnet;
using Panoptes.Models.Catalog.Families.HighResolution;
using Panoptes.Models.Catalog.Families.MaskedAttention;
using Panoptes.Models.Catalog.Families.PlainMasks;
using Panoptes.Models.Catalog.Families.Segformer;
using Panoptes.Models.Catalog.Families.Swin;
using Panoptes.Models.Catalog.Families.TwoStage;
using Panoptes.Models.Loading;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

public sealed class ReleaseNamesTests
{
    private static readonly Dictionary<string, ModelConfig> Configs = new()
    {
        ["mobilenetv2"] = Of("deeplabv3plus_mobilenetv2", new DilatedOptions { HeadChannels = 16 }),
        ["resnet, deep stem"] = Of("pspnet_r18", new DilatedOptions { HeadChannels = 16 }),
        ["resnet"] = Of("fcn_r18b", new DilatedOptions { HeadChannels = 16 }),
        ["hrnet"] = Of("fcn_hrnet_w18s", new HrNetOptions()),
        ["hrnet, authors"] = Of("fcn_hrnet_w18s", new HrNetOptions { HrnetVariant = HrNetVariant.Official }),
        ["ocrnet, authors"] = Of("ocrnet_hrnet_w18s", new HrNetOptions { HrnetVariant = HrNetVariant.Official }),
        ["swin"] = Of("upernet_swin_t", new SwinOptions { HeadChannels = 16 }),
        ["dinov2"] = Of("dinov2_linear_vits14", null),
        ["dinov2, registers"] = Of("dinov2_linear_vits14reg", null),
        ["segformer"] = Of("segformer_b0", new SegformerOptions { HeadChannels = 16 }),
        ["segformer, authors"] = Of(
            "segformer_b0", new SegformerOptions { HeadChannels = 16, SegformerVariant = SegformerVariant.Nvlabs }),
        ["segnext"] = Of("segnext_t", null),
        ["espnetv2"] = Of("espnetv2_050", new EspNetOptions()),
        ["mask2former"] = Of("mask2former_r18", Mask2FormerOptions.Small),
        ["mask2former, swin"] = Of("mask2former_swin_t", Mask2FormerOptions.Small),
        ["panoptic fcn"] = Of("panoptic_fcn_r18", PanopticFcnOptions.Small with { Things = [1] }),
        ["panoptic fcn, mobilenetv2"] = Of("panoptic_fcn_mobilenetv2", PanopticFcnOptions.Small with { Things = [1] }),
        ["eomt"] = Of("eomt_t", new EomtOptions { Width = 48, Heads = 3, Depth = 4, LateBlocks = 2, Queries = 6, ImageSize = [64, 96] }),
        ["mask r-cnn"] = Of("mask_rcnn_r18", InstanceDetectorOptions.Small with { Things = [0, 1, 2] }),
    };

    public static TheoryData<string> Names => [.. Configs.Keys];

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Names))]
    public void Weights_under_another_programs_names_are_read_again_bit_by_bit(string name)
    {
        using var scope = TensorScope.Open();
        var config = Configs[name];
        var releases = config.Family.Releases(config);
        Assert.NotEmpty(releases);
        using var source = Create(config, 1);
        foreach (var release in releases)
        {
            using var folder = new TemporaryFolder();
            using var loaded = Create(config, 2);
            var own = source.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor);
            var renamed = release.Rename(source.StateDict());
            SafetensorsWriter.Write(folder["w.safetensors"], renamed.Tensors, WeightMetadata.Of(source));
            using var file = WeightFile.Open(folder["w.safetensors"]);
            var report = WeightLoader.Load(loaded, file, config with { MinimumCoverage = 0.1 });
            Assert.Empty(report.Unexpected);
            Assert.Empty(report.ShapeMismatches);
            var left = renamed.Left.ToHashSet();
            Assert.True(left.Count < own.Count / 2 || release.Part.Length > 0, release.Program);
            foreach (var (key, tensor) in loaded.StateDict().Where(entry => !left.Contains(entry.Name)))
            {
                Assert.True(tensor.Bytes().SequenceEqual(own[key].Bytes()), $"{release.Program}: {key}");
            }
        }
    }

    [Theory]
    [InlineData("resnet, deep stem", ReleaseNames.Timm, "conv1.0.weight", "bn1.running_var", "layer4.1.conv2.weight")]
    [InlineData("resnet", ReleaseNames.Detectron2, "stem.conv1.norm.weight", "res3.0.shortcut.weight", "res5.1.conv2.norm.bias")]
    [InlineData("hrnet, authors", ReleaseNames.Authors, "conv1.weight", "last_layer.0.bias", "stage2.0.fuse_layers.0.1.0.weight")]
    [InlineData("ocrnet, authors", ReleaseNames.Authors, "conv3x3_ocr.0.bias", "ocr_distri_head.conv_bn_dropout.1.0.weight",
        "ocr_distri_head.object_context_block.f_pixel.2.weight")]
    [InlineData("swin", ReleaseNames.Mmsegmentation, "backbone.stages.0.blocks.0.attn.w_msa.relative_position_bias_table",
        "backbone.stages.2.blocks.5.ffn.layers.0.0.weight", "backbone.patch_embed.projection.weight")]
    [InlineData("swin", ReleaseNames.Timm, "layers.1.downsample.reduction.weight", "layers.3.blocks.1.mlp.fc2.bias",
        "patch_embed.proj.weight")]
    [InlineData("swin", ReleaseNames.Torchvision, "features.2.reduction.weight", "features.7.1.mlp.3.bias", "features.0.0.weight")]
    [InlineData("segformer", ReleaseNames.Authors, "block1.0.attn.kv.weight", "patch_embed4.norm.weight",
        "block3.1.mlp.dwconv.dwconv.weight")]
    [InlineData("segformer, authors", ReleaseNames.Mmsegmentation, "layers.0.1.0.attn.attn.in_proj_weight", "layers.3.2.weight",
        "layers.2.1.1.ffn.layers.4.bias")]
    [InlineData("segnext", ReleaseNames.Mmsegmentation, "backbone.block1.0.mlp.dwconv.weight", "decode_head.conv_seg.weight",
        "decode_head.squeeze.conv.weight")]
    [InlineData("mask2former", ReleaseNames.Torchvision, "conv1.weight", "layer2.0.downsample.1.weight", "layer4.1.bn2.bias")]
    [InlineData("eomt", ReleaseNames.Timm, "pos_embed", "blocks.3.attn.qkv.weight", "reg_token")]
    public void Names_are_those_that_the_program_publishes(string name, string program, string first, string second, string third)
    {
        using var scope = TensorScope.Open();
        using var network = Create(Configs[name], 1);
        var names = Configs[name].Family.Releases(Configs[name]).Single(release => release.Program == program)
            .Rename(network.StateDict()).Tensors.Select(entry => entry.Name).ToHashSet();
        Assert.All([first, second, third], expected => Assert.Contains(expected, names));
    }

    [NeedsSharedTheory("weights")]
    [InlineData("espnetv2_200", "espnetv2_s_2.0_city_1024x512", 19, true)]
    [InlineData("espnetv2_200", "espnetv2_s_2.0_pascal_384x384", 21, false)]
    public void EdgeNets_names_are_those_of_its_published_files(string model, string file, int classes, bool hasVoid)
    {
        using var scope = TensorScope.Open();
        var config = new ModelConfig { Name = model, NumClasses = classes, Options = new EspNetOptions { VoidClass = hasVoid } };
        using var weights = WeightFile.Open(SharedFiles.Path($"weights/{file}.pth")!);
        using var network = ModelCatalog.Create(config);
        WeightLoader.Load(network, weights, config);
        var renamed = config.Family.Releases(config).Single().Rename(network.StateDict());
        Assert.Empty(renamed.Left);
        Assert.Equal(
            weights.Entries.Select(entry => entry.Name.Replace("module.", "")).Order(),
            renamed.Tensors.Select(entry => entry.Name).Order());
        Assert.All(renamed.Tensors, entry => Assert.True(
            entry.Tensor.Bytes().SequenceEqual(
                weights.ReadBytes(weights.Find(entry.Name) ?? weights.Find($"module.{entry.Name}")!)), entry.Name));
    }

    [NeedsSharedFact("weights/mobilenet_v2_imagenet_dequantized.safetensors")]
    public void Torchvisions_names_are_those_of_its_published_file_but_for_the_classifier()
    {
        using var scope = TensorScope.Open();
        var config = Configs["mobilenetv2"];
        using var weights = WeightFile.Open(SharedFiles.Path("weights/mobilenet_v2_imagenet_dequantized.safetensors")!);
        using var network = ModelCatalog.Create(config);
        WeightLoader.Load(network, weights, config);
        var renamed = config.Family.Releases(config).Single().Rename(network.StateDict());
        var published = weights.Entries.Select(entry => entry.Name)
            .Where(name => !name.StartsWith("classifier.") && !name.StartsWith("features.18."));
        Assert.Equal(published.Order(), renamed.Tensors.Select(entry => entry.Name).Order());
        Assert.All(renamed.Left, name => Assert.StartsWith("decode_head.", name));
    }

    private static ModelConfig Of(string name, ModelOptions? options) => new() { Name = name, NumClasses = 3, Options = options };

    // Every tensor has values of its own, as a trained network's have; whole numbers of a table stay.
    private static Segmenter Create(ModelConfig config, int seed)
    {
        Randomness.Seed(seed);
        var network = ModelCatalog.Create(config);
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        foreach (var (_, tensor) in network.StateDict().Where(entry => entry.Tensor.DType == DType.Float32))
        {
            tensor.CopyInPlace(Ops.Rand(tensor.Shape) + 0.5);
        }

        return network;
    }
}
