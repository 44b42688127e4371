using Panoptes.Export.Models;
using Panoptes.Export.Onnx;
using Panoptes.Export.Precisions;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Export.Tests;

/// <summary>What stays in 32 bits in a graph of 16 bits, and norms that become parts of convolutions.</summary>
public sealed class PrecisionTests
{
    [Theory]
    [InlineData("pspnet")]
    [InlineData("espnetv2")]
    [InlineData("ocrnet")]
    [InlineData("panoptic_fcn")]
    public void A_graph_says_the_same_with_its_norms_folded(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Create(name);
        var graph = ModelGraph.Of(model, new InputShape(1, 64, 96), reading: false).Graph;
        var folded = FoldedNorms.In(graph);
        Assert.True(Norms(folded) <= Norms(graph) / 3, $"{Norms(folded)} of {Norms(graph)} norms are left");
        using var scope = TensorScope.Open();
        var images = Ops.Randn([1, 3, 64, 96]);
        var (plain, other) = (Run(folder["plain.onnx"], graph, images), Run(folder["folded.onnx"], folded, images));
        foreach (var (output, (_, values)) in plain)
        {
            var largest = values.Max(Math.Abs);
            Assert.All(values.Zip(other[output].Values), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * largest));
        }
    }

    [Fact]
    public void Only_norms_that_follow_their_own_convolution_are_folded()
    {
        Tensor kernel = Kernel(3, 3), one = Tensor.Full([3], 1), two = Tensor.Full([3], 2);
        Tensor Norm(Tensor x, Tensor scale) => x.BatchNorm(scale, one, two, two, false, 0.1, 1e-5, true);
        using var model = new FormulaSegmenter(x =>
        {
            var (shared, seen) = (x.Conv2d(kernel), (x * 2).Conv2d(kernel * 1));
            var folded = Norm(shared, one) + Norm((x + 1).Conv2d(kernel), one);
            return folded + Norm((x + 2).Conv2d(kernel), two) + Norm(seen, one) + seen + Norm(x, one);
        });
        var graph = ModelGraph.Of(model, new InputShape(1, 4, 6), reading: false).Graph;
        Assert.Equal((5, 3), (Norms(graph), Norms(FoldedNorms.In(graph))));
    }

    [Fact]
    public void What_decides_or_says_where_or_leaves_the_graph_is_not_rounded()
    {
        Tensor first = Kernel(4, 3), inner = Kernel(5, 4), decides = Kernel(6, 5);
        Tensor places = Kernel(2, 6), hidden = Kernel(7, 6), last = Kernel(8, 7);
        using var model = new FormulaSegmenter(x =>
        {
            var features = x.Conv2d(first).Relu().Conv2d(inner).Relu();
            var inside = features.Conv2d(decides).Sigmoid().Ge(0.5).To(DType.Float32);
            var read = inside.GridSampler(inside.Conv2d(places).Permute([0, 2, 3, 1]), 0, 0, false);
            return (read.Conv2d(hidden).Relu().Conv2d(last) * 2).Relu();
        });
        var graph = HalfPrecision.Of(ModelGraph.Of(model, new InputShape(1, 4, 6), reading: false).Graph);
        OnnxElement ElementOf(long outputs, long inputs) =>
            graph.Tensors.Single(tensor => tensor.Shape.Count == 4 && (tensor.Shape[0], tensor.Shape[1]) == (outputs, inputs)).Element;
        Assert.Equal(
            [OnnxElement.Float, OnnxElement.Float16, OnnxElement.Float, OnnxElement.Float, OnnxElement.Float16, OnnxElement.Float],
            [ElementOf(4, 3), ElementOf(5, 4), ElementOf(6, 5), ElementOf(2, 6), ElementOf(7, 6), ElementOf(8, 7)]);
        Assert.Equal(3, graph.Nodes.Count(node => node.Operator == "Relu" && graph.Elements[node.Outputs[0]] == OnnxElement.Float16));
    }

    [Fact]
    public void A_weight_that_is_turned_around_for_an_output_is_not_rounded()
    {
        Tensor first = Kernel(5, 3), inner = Ops.Randn([7, 6]), last = Ops.Randn([8, 7]);
        using var model = new FormulaSegmenter(x => x.Conv2d(first).Linear(inner, null).Relu().Linear(last, null));
        var graph = HalfPrecision.Of(ModelGraph.Of(model, new InputShape(1, 4, 6), reading: false).Graph);
        OnnxElement ElementOf(long rows) => graph.Tensors.Single(tensor => tensor.Shape.Count == 2 && tensor.Shape[0] == rows).Element;
        Assert.Equal((OnnxElement.Float16, OnnxElement.Float), (ElementOf(7), ElementOf(8)));
    }

    private static int Norms(OnnxGraph graph) => graph.Nodes.Count(node => node.Operator == "BatchNormalization");

    private static Tensor Kernel(long outputs, long inputs) => Ops.Randn([outputs, inputs, 1, 1]);

    private static IReadOnlyDictionary<string, (int[] Shape, double[] Values)> Run(string path, OnnxGraph graph, Tensor images)
    {
        OnnxWriter.Write(path, new OnnxModel(graph, []));
        using var run = new OnnxRun(path);
        return run.Run(images.ToArray<float>(), images.Shape);
    }
}
