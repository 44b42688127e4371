using Panoptes.Models.Catalog;
using Panoptes.Models.Loading;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

public sealed class RealWeightFilesTests
{
    private const string Zip = "weights/mobilenet_v2_imagenet_dequantized.pth";
    private const string Safetensors = "weights/mobilenet_v2_imagenet_dequantized.safetensors";

    [NeedsSharedTheory("weights")]
    [InlineData("espnet_p_2_q_8_cityscapes", 189, 364569)]
    [InlineData("espnet_c_p_2_q_8_cityscapes", 154, 349449)]
    [InlineData("espnetv2_s_1.0_city_1024x512", 526, 234010)]
    [InlineData("espnetv2_s_2.0_city_1024x512", 526, 789242)]
    [InlineData("espnetv2_s_2.0_pascal_384x384", 526, 789253)]
    public void A_legacy_checkpoint_saved_on_a_gpu_is_listed_whole(string name, int tensors, long parameters)
    {
        using var file = WeightFile.Open(SharedFiles.Path($"weights/{name}.pth")!);
        Assert.Equal("PyTorch legacy", file.Format);
        Assert.Equal(tensors, file.Entries.Count);
        Assert.Equal(parameters, file.Entries.Where(entry => !entry.Name.Contains("running_") && !entry.Name.Contains("num_batches"))
            .Sum(entry => entry.Count));
        foreach (var entry in file.Entries)
        {
            Assert.Equal(0, WeightStatistics.Of(file, entry).NonFinite);
        }
    }

    [NeedsSharedFact(Zip)]
    public void The_zip_and_the_safetensors_file_hold_the_same_bits()
    {
        using var zip = WeightFile.Open(SharedFiles.Path(Zip)!);
        using var safetensors = WeightFile.Open(SharedFiles.Path(Safetensors)!);
        Assert.Equal(("PyTorch zip", "safetensors"), (zip.Format, safetensors.Format));
        Assert.Equal(314, zip.Entries.Count);
        Assert.Equal(3504872, zip.Entries.Where(entry => !entry.Name.Contains("running_") && !entry.Name.Contains("num_batches"))
            .Sum(entry => entry.Count));
        Assert.Equal(zip.Entries.Select(entry => entry.Name).Order(), safetensors.Entries.Select(entry => entry.Name).Order());
        foreach (var entry in zip.Entries)
        {
            var twin = safetensors.Find(entry.Name)!;
            Assert.Equal((entry.DType, entry.ShapeText), (twin.DType, twin.ShapeText));
            Assert.True(zip.ReadBytes(entry).AsSpan().SequenceEqual(safetensors.ReadBytes(twin)), entry.Name);
        }
    }

    [NeedsSharedFact(Zip)]
    public void A_conversion_to_safetensors_keeps_every_bit_and_is_deterministic()
    {
        using var folder = new TemporaryFolder();
        using var zip = WeightFile.Open(SharedFiles.Path(Zip)!);
        SafetensorsWriter.Write(folder["a.safetensors"], zip);
        SafetensorsWriter.Write(folder["b.safetensors"], zip);
        Assert.Equal(File.ReadAllBytes(folder["a.safetensors"]), File.ReadAllBytes(folder["b.safetensors"]));
        using var copy = WeightFile.Open(folder["a.safetensors"]);
        Assert.Equal(zip.Entries.Select(entry => entry.Name), copy.Entries.Select(entry => entry.Name));
        Assert.All(zip.Entries, entry => Assert.Equal(zip.ReadBytes(entry), copy.ReadBytes(copy.Find(entry.Name)!)));
    }

    [NeedsSharedTheory("weights")]
    [InlineData(Zip)]
    [InlineData(Safetensors)]
    public void ImageNet_weights_fill_the_whole_backbone_of_a_segmenter(string path)
    {
        using var model = ModelCatalog.Create(new ModelConfig { NumClasses = 11 });
        using var file = WeightFile.Open(SharedFiles.Path(path)!);
        var report = WeightLoader.Load(model, file);
        Assert.Equal(("backbone", 1.0), (report.Scope, report.Coverage));
        Assert.Empty(report.Missing);
        Assert.Empty(report.ShapeMismatches);
        Assert.All(report.Unexpected, name => Assert.True(
            name.StartsWith("features.18.", StringComparison.Ordinal) || name.StartsWith("classifier.", StringComparison.Ordinal), name));
        var loaded = model.StateDict().Single(tensor => tensor.Name == "backbone.features.7.conv.1.0.weight").Tensor;
        Assert.Equal(file.ReadBytes(file.Find("features.7.conv.1.0.weight")!), loaded.Bytes().ToArray());
    }

    [NeedsSharedFact("weights/espnet_p_2_q_8_cityscapes.pth")]
    public void Weights_of_another_model_are_refused_in_one_line_with_examples()
    {
        using var model = ModelCatalog.Create(new ModelConfig());
        var before = model.StateDict()[0].Tensor.ToArray<float>();
        using var file = WeightFile.Open(SharedFiles.Path("weights/espnet_p_2_q_8_cityscapes.pth")!);
        var error = Assert.Throws<Foundation.InputException>(() => WeightLoader.Load(model, file));
        Assert.Contains("espnet_p_2_q_8_cityscapes.pth", error.Message);
        Assert.Contains("features.0.0.weight", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(before, model.StateDict()[0].Tensor.ToArray<float>());
    }
}
