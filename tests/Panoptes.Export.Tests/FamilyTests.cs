using Panoptes.Export.Models;
using Panoptes.Export.Onnx;
using Panoptes.Export.Precisions;
using Panoptes.Export.Recordings;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Export.Tests;

public sealed class FamilyTests
{
    public static TheoryData<string> Names => [.. TinyModels.Semantic.Keys, .. TinyModels.Masks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_family_s_graph_says_what_the_network_says(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Create(name);
        var (height, width) = SizeOf(name);
        var path = folder["model.onnx"];
        OnnxWriter.Write(path, new OnnxModel(ModelGraph.Of(model, new InputShape(2, height, width), reading: false).Graph, []));
        AssertAlike(model, path, 2, height, width);
    }

    [Theory]
    [InlineData("pspnet", 1)]
    [InlineData("deeplabv3plus", 1)]
    [InlineData("fcn_hrnet", 32)]
    [InlineData("ocrnet", 32)]
    [InlineData("segformer", 32)]
    [InlineData("segformer_nvlabs", 32)]
    [InlineData("segnext", 1)]
    [InlineData("mask2former", 1)]
    [InlineData("panoptic_fcn", 1)]
    [Trait("Speed", "Slow")]
    public void A_graph_of_free_sizes_says_the_same_at_sizes_that_it_was_not_made_at(string name, int multiple)
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Create(name);
        var export = ModelGraph.Of(model, new InputShape(1, 1, 1, FreeBatch: true, FreeSize: true), reading: false);
        OnnxWriter.Write(folder["model.onnx"], new OnnxModel(export.Graph, []));
        AssertAlike(model, folder["model.onnx"], 1, 128, 192);
        if (export.Multiple == 1)
        {
            AssertAlike(model, folder["model.onnx"], 4, 93, 130, 5e-4);
        }

        Assert.True(multiple == export.Multiple, export.Limit);
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("upernet_swin")]
    [InlineData("dinov2_linear")]
    [InlineData("eomt")]
    [InlineData("pmt")]
    [InlineData("espnetv2")]
    public void What_depends_on_the_size_in_other_ways_is_refused_with_a_reason(string name)
    {
        using var model = TinyModels.Create(name);
        Assert.NotEmpty(
            Assert.Throws<InputException>(() => ModelGraph.Of(model, new InputShape(1, 64, 96, FreeSize: true), reading: false)).Message);
        var (height, width) = name is "eomt" or "pmt" ? (64, 96) : (112, 112);
        var export = ModelGraph.Of(model, new InputShape(1, height, width, FreeBatch: true), reading: false);
        using var folder = new TemporaryFolder();
        OnnxWriter.Write(folder["model.onnx"], new OnnxModel(export.Graph, []));
        AssertAlike(model, folder["model.onnx"], 4, height, width);
    }

    // Mask2Former's queries look inside of their last masks: with random weights, what rounds across the edge changes all that follows.
    public static TheoryData<string> Smooth => [.. TinyModels.Semantic.Keys, .. TinyModels.Masks.Keys.Where(name => name != "mask2former")];

    [Theory]
    [MemberData(nameof(Smooth))]
    [Trait("Speed", "Slow")]
    public void In_16_bits_it_says_nearly_the_same(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Create(name);
        var (height, width) = SizeOf(name);
        var graph = HalfPrecision.Of(ModelGraph.Of(model, new InputShape(1, height, width), reading: false).Graph);
        OnnxWriter.Write(folder["model.onnx"], new OnnxModel(graph, []));
        Assert.Contains(graph.Tensors, tensor => tensor.Element == OnnxElement.Float16);
        AssertAlike(model, folder["model.onnx"], 1, height, width, 0.05);
    }

    [Theory]
    [InlineData("deeplabv3plus")]
    [InlineData("pspnet")]
    [InlineData("mask2former")]
    [InlineData("eomt")]
    public void The_reading_inside_gives_the_classes_at_the_input_s_size(string name)
    {
        using var folder = new TemporaryFolder();
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = TinyModels.Create(name);
        var (height, width) = SizeOf(name);
        OnnxWriter.Write(
            folder["model.onnx"], new OnnxModel(ModelGraph.Of(model, new InputShape(1, height, width), reading: true).Graph, []));
        var images = Ops.Randn([1, 3, height, width]);
        using var onnx = new OnnxRun(folder["model.onnx"]);
        var (shape, labels) = onnx.Run(images.ToArray<float>(), images.Shape)["labels"];
        Assert.Equal([1, height, width], shape);
        var size = ReadingSize.Same(height, width);
        ushort[] expected = model.Forward(images) switch
        {
            MaskOutputs masks => masks.Labels(0, size).Pixels,
            SemanticOutputs semantic =>
                Array.ConvertAll(semantic.LogitsAt(height, width).Argmax(1).ToArray<long>(), label => (ushort)label),
            _ => throw new NotSupportedException(),
        };
        Assert.InRange(expected.Zip(labels).Count(pair => pair.First != (ushort)pair.Second), 0, expected.Length / 1000);
        Assert.True(expected.Distinct().Count() > 1 || TinyModels.Masks.ContainsKey(name));
    }

    [Fact]
    public void What_reads_values_on_the_way_is_refused_by_its_operator()
    {
        using var model = new FormulaSegmenter(images => images.Sum().Item() > 0 ? images : -images);
        var message = Assert.Throws<InputException>(() => ModelGraph.Of(model, new InputShape(1, 96, 128), reading: false)).Message;
        Assert.Contains(nameof(FormulaSegmenter), message);
        Assert.Contains("aten::", message);
    }

    private static (int Height, int Width) SizeOf(string name) =>
        name is "eomt" or "pmt" ? (64, 96) : name.StartsWith("dino", StringComparison.Ordinal) ? (112, 112) : (96, 128);

    private static void AssertAlike(Segmenter model, string path, int batch, int height, int width, double most = 1e-4)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var onnx = new OnnxRun(path);
        var images = Ops.Randn([batch, 3, height, width]);
        var expected = NamedOutputs.Of(model.Forward(images), images, reading: false);
        var actual = onnx.Run(images.ToArray<float>(), images.Shape);
        Assert.Equal(expected.Select(entry => entry.Name), actual.Keys);
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal(tensor.Shape.ToArray().Select(size => (int)size), actual[name].Shape);
            var (own, other) = (tensor.ToArray<double>(), actual[name].Values);
            var largest = own.Max(Math.Abs);
            var error = own.Zip(other).Max(pair => Math.Abs(pair.First - pair.Second)) / Math.Max(largest, 1e-3);
            Assert.True(error < most, $"{name} differs by {error:G3} of its largest value {largest:G3}");
        }
    }
}
