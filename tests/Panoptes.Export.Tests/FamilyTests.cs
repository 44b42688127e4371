using Panoptes.Export.Models;
using Panoptes.Export.Onnx;
using Panoptes.Export.Recordings;
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
        var (height, width) = name is "eomt" ? (64, 96) : name.StartsWith("dino", StringComparison.Ordinal) ? (112, 112) : (96, 128);
        var path = Path.Combine(folder.Path, "model.onnx");
        OnnxWriter.Write(path, new OnnxModel(ModelGraph.Of(model, new InputShape(2, height, width), reading: false), []));
        AssertAlike(model, path, 2, height, width);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_graph_of_free_sizes_says_the_same_at_sizes_that_it_was_not_made_at(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Create(name);
        var path = Path.Combine(folder.Path, "model.onnx");
        OnnxWriter.Write(path, new OnnxModel(ModelGraph.Of(model, new InputShape(1, 1, 1, true, true), reading: false), []));
        AssertAlike(model, path, 1, 128, 192);
        AssertAlike(model, path, 4, 93, 130);
    }

    private static void AssertAlike(Segmenter model, string path, int batch, int height, int width)
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
            Assert.True(error < 1e-4, $"{name} differs by {error:G3} of its largest value {largest:G3}");
        }
    }
}
