using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Dilated;
using Panoptes.Models.Loading;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

public sealed class WeightLoaderTests
{
    private static readonly ModelConfig Config =
        new() { Name = "fcn_r18", NumClasses = 4, Options = new DilatedOptions { HeadChannels = 8 } };

    [Theory]
    [InlineData("module.")]
    [InlineData("model.")]
    [InlineData("module.model.")]
    public void A_prefix_on_every_name_is_found_and_reported(string prefix)
    {
        using var file = new SavedModule(ModelCatalog.Create(Config), name => prefix + name);
        using var model = ModelCatalog.Create(Config);
        var report = WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Contains(prefix, report.Mapping);
        Assert.Equal(("model", 1.0), (report.Scope, report.Coverage));
        file.CheckEqual(model);
    }

    [Theory]
    [InlineData("@optimizer/exp_avg.")]
    [InlineData("ema.")]
    public void Tensors_that_carry_the_weights_names_behind_a_prefix_are_not_taken_for_the_weights(string prefix)
    {
        using var folder = new TemporaryFolder();
        using var trained = ModelCatalog.Create(Config);
        using var scope = TensorScope.Open();
        var state = trained.StateDict();
        SafetensorsWriter.Write(folder["w"], [.. state.Select(t => (prefix + t.Name, t.Tensor * 0 + 7)), .. state]);

        using var model = ModelCatalog.Create(Config);
        using var weights = WeightFile.Open(folder["w"]);
        WeightLoader.Load(model, weights, null, 1);
        Assert.All(model.StateDict().Zip(state), pair => Assert.Equal(
            pair.Second.Tensor.ToArray<double>(), pair.First.Tensor.ToArray<double>()));
    }

    [Fact]
    public void Two_tensors_of_one_name_are_refused_with_both()
    {
        using var folder = new TemporaryFolder();
        using var model = ModelCatalog.Create(Config);
        using var scope = TensorScope.Open();
        var state = model.StateDict();
        SafetensorsWriter.Write(folder["w"], [.. state.Select(t => ("module." + t.Name, t.Tensor)), (state[0].Name, state[0].Tensor * 0)]);
        using var weights = WeightFile.Open(folder["w"]);
        var error = Assert.Throws<InputException>(() => WeightLoader.Load(model, weights, null, 1));
        Assert.Contains(state[0].Name, error.Message);
        Assert.Contains("module." + state[0].Name, error.Message);
    }

    [Fact]
    public void Backbone_names_without_prefix_fill_the_backbone()
    {
        using var file = new SavedModule(new ResNet(new ResNetConfig { Depth = 18, DeepStem = true }), name => name);
        using var model = ModelCatalog.Create(Config);
        var report = WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Equal(("backbone", 1.0), (report.Scope, report.Coverage));
        Assert.Empty(report.Missing);
    }

    [Fact]
    public void A_torchvision_classifier_fills_the_backbone_of_its_namesake_and_the_rest_is_unexpected()
    {
        using var file = new SavedModule(new ResNet(new ResNetConfig { Depth = 18, NumClasses = 10 }), name => name);
        using var model = ModelCatalog.Create(Config with { Name = "fcn_r18b" });
        var report = WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Equal(("backbone", 1.0), (report.Scope, report.Coverage));
        Assert.Equal(["fc.weight", "fc.bias"], report.Unexpected);
    }

    [Fact]
    public void Timms_deep_stem_fills_a_ResNetV1c()
    {
        using var file = new SavedModule(
            new ResNet(new ResNetConfig { Depth = 18, DeepStem = true, NumClasses = 10 }),
            name => name.StartsWith("stem.7", StringComparison.Ordinal) ? name.Replace("stem.7", "bn1") : name.Replace("stem.", "conv1."));
        using var model = new ResNet(new ResNetConfig { Depth = 18, DeepStem = true, NumClasses = 10 });
        var report = WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Contains("timm", report.Mapping);
        file.CheckEqual(model);
    }

    [Fact]
    public void Detectron2s_names_fill_a_torchvision_ResNet()
    {
        using var file = new SavedModule(new ResNet(new ResNetConfig { Depth = 50 }), name =>
        {
            var parts = name.Split('.');
            return parts switch
            {
                ["conv1", ..] => "stem." + name,
                ["bn1", var leaf] => $"stem.conv1.norm.{leaf}",
                [var layer, var block, "downsample", "0", var leaf] => $"res{layer[^1] - '0' + 1}.{block}.shortcut.{leaf}",
                [var layer, var block, "downsample", "1", var leaf] => $"res{layer[^1] - '0' + 1}.{block}.shortcut.norm.{leaf}",
                [var layer, var block, var conv, var leaf] when conv.StartsWith("bn", StringComparison.Ordinal) =>
                    $"res{layer[^1] - '0' + 1}.{block}.conv{conv[2..]}.norm.{leaf}",
                [var layer, .. var rest] => $"res{layer[^1] - '0' + 1}.{string.Join('.', rest)}",
                _ => name,
            };
        });
        using var model = new ResNet(new ResNetConfig { Depth = 50 });
        var report = WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Contains("detectron2", report.Mapping);
        file.CheckEqual(model);
    }

    [Fact]
    public void Another_number_of_classes_is_reported_and_leaves_the_classifier_alone()
    {
        using var file = new SavedModule(ModelCatalog.Create(Config), name => name);
        using var model = ModelCatalog.Create(Config with { NumClasses = 7 });
        var report = WeightLoader.Load(model, file.Weights);
        Assert.Equal(
            ["auxiliary_head.conv_seg.bias", "auxiliary_head.conv_seg.weight", "decode_head.conv_seg.bias", "decode_head.conv_seg.weight"],
            report.ShapeMismatches.Select(m => m.Name).Order());
        Assert.InRange(report.Coverage, 0.95, 0.999);
        Assert.Contains(report.Lines(), line => line.Contains("file 4x8x1x1, model 7x8x1x1"));
    }

    [Fact]
    public void Too_little_coverage_is_refused_and_changes_nothing()
    {
        using var file = new SavedModule(
            ModelCatalog.Create(Config with { Options = new DilatedOptions { HeadChannels = 16 } }), name => name);
        using var model = ModelCatalog.Create(Config);
        var before = model.StateDict()[0].Tensor.ToArray<float>();
        var error = Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights, null, 1));
        Assert.Contains("decode_head.", error.Message);
        Assert.Equal(before, model.StateDict()[0].Tensor.ToArray<float>());
    }

    [Fact]
    public void Half_precision_weights_fill_a_single_precision_model()
    {
        using var half = ModelCatalog.Create(Config);
        half.To(DType.Float16);
        using var file = new SavedModule(half, name => name);
        using var model = ModelCatalog.Create(Config);
        WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Equal(DType.Float32, model.StateDict()[0].Tensor.DType);
        Assert.Equal(half.StateDict()[0].Tensor.ToArray<float>(), model.StateDict()[0].Tensor.ToArray<float>());
    }
}
