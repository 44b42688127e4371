using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Inference.Networks;
using Panoptes.Inference.Readings;
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
        var lanes = PredictionLanes.Of(Environment.ProcessorCount);
        using var network = OnnxNetwork.Open(path, lanes.Threads);
        var contract = network.Contract;
        var task = NetworkReading.KindOf(contract, path, "predict with its run's folder instead") switch
        {
            ReadingKind.Segments => SegmentationTask.Panoptic,
            ReadingKind.Objects => SegmentationTask.Instance,
            _ => SegmentationTask.Semantic,
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
                return new GraphPredictor(network, lanes);
            });
        return PredictionSession.Run(model, request, console, writePage, time);
    }
}
