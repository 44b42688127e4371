using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Inference.Contracts;
using Panoptes.Inference.Networks;
using Panoptes.Models.Outputs;
using Spectre.Console;

namespace Panoptes.Export.Predictions;

/// <summary>
/// Segments images and videos with an exported model in OnnxRuntime, into the same files as <see cref="PredictionSession"/>.
/// </summary>
public static class GraphPredictionSession
{
    /// <summary>Segments.</summary>
    /// <param name="path">The <c>.onnx</c> file that export wrote.</param>
    /// <param name="request">What, and where to; it has no settings.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <param name="writePage">Writes the page over the results to a path; null writes none.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <returns>Exit code: 0, or 1 where an image could not be read; the others are done all the same.</returns>
    /// <exception cref="InputException">There is no such model or image, or an output would harm something.</exception>
    public static int Run(
        string path, PredictionRequest request, IAnsiConsole console, Action<PredictionGallery, string>? writePage = null,
        TimeProvider? time = null)
    {
        using var network = OnnxNetwork.Open(path);
        var contract = network.Contract;
        var task = (contract.Task, contract.Outputs) switch
        {
            ("panoptic", OutputKind.Masks) => SegmentationTask.Panoptic,
            (_, OutputKind.Objects) => SegmentationTask.Instance,
            ("semantic", not OutputKind.Kernels) => SegmentationTask.Semantic,
            _ => throw new InputException(
                path, $"a model of the task '{contract.Task}' with outputs of the kind {contract.Outputs}",
                "classes of pixels, segments of a network of masks, or objects of a detector", "predict with its run's folder instead"),
        };
        var model = new PredictingModel(
            Path.GetFileNameWithoutExtension(path),
            new RunConfig(),
            [.. contract.Classes.Select(row => new ClassColor(row.Name, row.Color, row.IsThing, row.RawId))],
            "",
            task,
            [path],
            say =>
            {
                say($"{contract.Model} in OnnxRuntime, {contract.Weights}, {contract.Precision}");
                return new GraphPredictor(network);
            });
        return PredictionSession.Run(model, request, console, writePage, time);
    }
}
