using Panoptes.Export.Checking;
using Panoptes.Export.Detectors;
using Panoptes.Export.Models;
using Panoptes.Export.Onnx;
using Panoptes.Export.Precisions;
using Panoptes.Foundation;
using Panoptes.Inference.Networks;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Export.Tests;

/// <summary>Detectors, whose graphs decide as the networks do.</summary>
public sealed class DetectorTests
{
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("mask_rcnn", false, false)]
    [InlineData("mask_rcnn", false, true)]
    [InlineData("panoptic_cascade_mask_rcnn", true, false)]
    [InlineData("panoptic_cascade_mask_rcnn", true, true)]
    public void A_graph_finds_the_objects_of_the_network(string name, bool hasStuff, bool isHalf)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = TinyModels.Create(name);
        Sharpen(model);
        var graph = ModelGraph.Of(model, new InputShape(1, 128, 160), reading: false).Graph;
        Assert.Equal(hasStuff, graph.Outputs.Any(output => output.Name == DetectorPass.Stuff));
        using var folder = new TemporaryFolder();
        OnnxWriter.Write(folder["m.onnx"], new OnnxModel(isHalf ? HalfPrecision.Of(graph) : graph, []));
        using var run = new OnnxRun(folder["m.onnx"]);
        var images = Ops.Randn([1, 3, 128, 160]) * 2;
        var outputs = run.Run(images.ToArray<float>(), images.Shape);
        var own = new FoundRows(Rows(FoundRows.Of((Detections)model.Forward(images))));
        var theirs = new FoundRows([.. outputs.Select(entry => new NetworkOutput(
            entry.Key, entry.Value.Shape, Array.ConvertAll(entry.Value.Values, value => (float)value)))]);
        Assert.InRange(own.Count, 3, 100);
        var taken = new HashSet<int>();
        var alike = 0;
        for (var row = 0; row < own.Count; row++)
        {
            var (found, difference) = own.Match(row, theirs, taken);
            alike += taken.Add(found) && found >= 0 && (isHalf || difference < 1e-2) ? 1 : 0;
        }

        // Scores of random weights, made sharp, move by more than 0.001 in 16 bits.
        Assert.InRange(theirs.Count, own.Count - (isHalf ? 1 : 0), own.Count + (isHalf ? 1 : 0));
        Assert.True(alike >= (isHalf ? 0.6 : 1) * own.Count, $"{alike} of {own.Count} objects alike");
    }

    [Fact]
    public void What_has_no_fixed_number_of_boxes_is_refused()
    {
        using var model = TinyModels.Create("mask_rcnn");
        Assert.Throws<InputException>(() => ModelGraph.Of(model, new InputShape(2, 64, 64), reading: false));
        Assert.Throws<InputException>(() => ModelGraph.Of(model, new InputShape(1, 64, 64, FreeSize: true), reading: false));
    }

    private static List<NetworkOutput> Rows(IReadOnlyList<(string Name, Tensor Tensor)> outputs) =>
    [
        .. outputs.Select(entry => new NetworkOutput(
            entry.Name, [.. entry.Tensor.Shape.ToArray().Select(size => (int)size)], entry.Tensor.To(DType.Float32).ToArray<float>())),
    ];

    // Heads with random weights are sure of nothing.
    private static void Sharpen(Segmenter model)
    {
        foreach (var (_, tensor) in model.NamedParameters().Where(entry => entry.Name.Contains("cls_score.weight")))
        {
            tensor.CopyInPlace(tensor * 300);
        }
    }
}
