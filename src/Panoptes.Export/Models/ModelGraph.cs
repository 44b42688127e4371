using Panoptes.Export.Graphs;
using Panoptes.Export.Onnx;
using Panoptes.Export.Operators;
using Panoptes.Export.Recordings;
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
    /// <exception cref="Foundation.InputException">A step of the network has no place in a graph.</exception>
    public static OnnxGraph Of(Segmenter model, InputShape shape, bool reading)
    {
        var state = model.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        var passes = shape.Trials().Select(trial => PassRecorder.Record(model, trial.Batch, trial.Height, trial.Width, reading)).ToList();
        return GraphExport.Build(
            model.GetType().Name,
            passes,
            name => Elements(state[name]),
            name => OperatorRules.All.Find(name) is { } rule ? call => rule(call) : null);
    }

    private static byte[] Elements(Tensor tensor)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        return tensor.Detach().To(Device.Cpu).Contiguous().Bytes().ToArray();
    }
}
