using Panoptes.Export.Graphs;
using Panoptes.Export.Operators;
using Panoptes.Export.Recordings;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Export.Models;

/// <summary>A network as a graph.</summary>
internal static class ModelGraph
{
    /// <summary>Makes the graph.</summary>
    /// <param name="model">The network, on the CPU; parameters and buffers keep their names.</param>
    /// <param name="shape">What goes in.</param>
    /// <param name="reading">Whether the classes of pixels are read inside.</param>
    /// <exception cref="InputException">A step of the network has no place in a graph.</exception>
    public static ModelExport Of(Segmenter model, InputShape shape, bool reading)
    {
        Require.That(
            model is not MaskRcnn || (shape is { Batch: 1, FreeBatch: false, FreeSize: false } && !reading), "export",
            "--batch, --dynamic or --reading for a detector", "one image of one size: how many boxes there may be follows from it",
            "leave them out");
        if (!shape.FreeSize)
        {
            return Of(model, shape, reading, anySize: false);
        }

        try
        {
            return Of(model, shape, reading, anySize: true);
        }
        catch (InputException refused)
        {
            return Of(model, shape, reading, anySize: false) with { Limit = refused.Message };
        }
    }

    private static ModelExport Of(Segmenter model, InputShape shape, bool reading, bool anySize)
    {
        var state = model.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        var alignCorners = false;
        var spans = new List<((int Height, int Width) Input, (int Height, int Width) Masks)>();
        var passes = new List<RecordedPass>();
        foreach (var (batch, height, width) in shape.Trials(anySize))
        {
            passes.Add(PassRecorder.Record(model, batch, height, width, reading, outputs =>
            {
                alignCorners = outputs is SemanticOutputs { AlignCorners: true };
                spans.Add(((height, width), outputs is MaskSet masks ? masks.PaddedSize : (height, width)));
            }));
        }

        var graph = GraphExport.Build(
            model.GetType().Name,
            passes,
            name => Elements(state[name]),
            name => OperatorRules.All.Find(name) is { } rule ? call => rule(call) : null);
        return new ModelExport(graph, shape, anySize ? 1 : InputShape.Multiple, model.OutputKind, alignCorners, spans);
    }

    private static byte[] Elements(Tensor tensor)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        return tensor.Detach().To(Device.Cpu).Contiguous().Bytes().ToArray();
    }
}
