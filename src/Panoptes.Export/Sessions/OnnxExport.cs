using System.Globalization;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Export.Checking;
using Panoptes.Export.Models;
using Panoptes.Export.Onnx;
using Panoptes.Export.Precisions;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Inference.Contracts;
using Panoptes.Inference.Networks;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Evaluation;

namespace Panoptes.Export.Sessions;

/// <summary>Writes a network as ONNX, and holds the graph against the network on images.</summary>
internal static class OnnxExport
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>Writes it.</summary>
    public static void Run(ExportOptions options, UsedModel used, OutputPlan plan, ProgressLine progress)
    {
        var config = used.Config;
        var images = options.Check.Count > 0 ? CheckedImages.Of(options.Check, config) : null;
        var target = plan.File(options.Output);
        _ = plan.File(OnnxWriter.DataFile(options.Output));
        var shape = Shape(options, config);
        using var model = RunModel.Create(config, used.Classes.Count, used.Things);
        var weights = used.Fill(model, progress.Say);
        if (config.Train.Evaluation.Mode != EvaluationMode.Whole)
        {
            progress.Say("warning: the model is measured in windows (train.evaluation.mode); the graph takes whole images");
        }

        var export = ModelGraph.Of(model, shape, options.Reading);
        if (export.Limit is { } limit)
        {
            progress.Say($"note: sides of images must be multiples of {export.Multiple} ({limit})");
        }

        var contract = RunContract.Of(used, model, export, options, weights);
        var graph = options.Precision == ExportPrecision.Fp16 ? HalfPrecision.Of(export.Graph) : export.Graph;
        using (var writing = plan.Begin())
        {
            var bytes = OnnxWriter.Write(target, new OnnxModel(graph, [(ModelContract.Key, contract.ToJson())]));
            progress.Say(
                $"{options.Output}: {graph.Nodes.Count} operators, {Text(bytes / Megabyte, "0.0")} MiB with its data, {Described(export)}");
        }

        if (images is not null)
        {
            Check(options.Output, model, images, config, progress);
        }
    }

    private static InputShape Shape(ExportOptions options, RunConfig config)
    {
        Require.AtLeast("--batch", options.Batch, 1);
        var (height, width) = options.Size ?? config.Model.Family.Traits(config.Model).ImageSize
            ?? (config.Train.Evaluation.Size is [var high, var wide] ? (high, wide) : ((int, int)?)null)
            ?? (config.Augmentation.Crop is [var down, var across] ? (down, across) : throw new InputException(
                "--size", "none, and the model names none either", "height and width of the input in pixels", "give --size 512x1024"));
        Require.AtLeast("--size", Math.Min(height, width), 1);
        return new InputShape(options.Batch, height, width, options.FreeBatch, options.FreeSize);
    }

    private static string Described(ModelExport export)
    {
        var shape = export.Graph.Inputs[0].Shape.Select(size => size.Name ?? $"{size.Value}");
        return $"input ({string.Join(", ", shape)}), outputs {string.Join(", ", export.Graph.Outputs.Select(output => output.Name))}";
    }

    private static void Check(string path, Segmenter model, CheckedImages images, RunConfig config, ProgressLine progress)
    {
        using var network = OnnxNetwork.Open(path);
        var result = new GraphCheck(model, network, images, config.Train.Evaluation)
            .Run(done => progress.Images("checking", done, images.Count));
        progress.Say($"{result.Images} images: largest error {result.LargestError.ToString("0.0e+00", CultureInfo.InvariantCulture)} of "
            + $"the largest value{(result.Output.Length > 0 ? $" ({result.Output})" : "")}");
        if (result.Agreement is { } agreement)
        {
            progress.Say($"same class in {Text(100 * agreement, "0.0000")} % of the pixels");
        }

        if (result.Objects is { } objects)
        {
            progress.Say($"{objects.Alike} of {objects.All} objects alike (class, score within 0.001, box within 0.01 of its size)");
        }

        if (result is { Own: { } own, Graphs: { } graphs })
        {
            progress.Say($"{own.Title}: {Text(100 * own.Value, "0.000")} % by libtorch, {Text(100 * graphs.Value, "0.000")} % by "
                + "OnnxRuntime, "
                + $"difference {Text(100 * (graphs.Value - own.Value), "+0.0000;-0.0000;0")} points");
        }

        progress.Say(
            $"time for an image: {Text(1000 * result.OwnSeconds, "0")} ms by libtorch, {Text(1000 * result.GraphSeconds, "0")} ms by "
            + "OnnxRuntime (medians)");
    }

    private static string Text(double number, string form) => number.ToString(form, CultureInfo.InvariantCulture);
}
