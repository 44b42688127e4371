using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Sessions;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Training.Engine;
using Spectre.Console;

namespace Panoptes.Export.Sessions;

/// <summary>Writes the network of a run or of a file of weights as ONNX, or its weights as safetensors.</summary>
public static class ExportSession
{
    private const string Safetensors = ".safetensors";

    /// <summary>Exports.</summary>
    /// <param name="options">What, and how.</param>
    /// <param name="console">Where it is told.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="InputException">
    /// There is no such model or image, an output would harm something, a step of the network has no place in a graph, or the program has
    /// no names for it; nothing is written.
    /// </exception>
    public static int Run(ExportOptions options, IAnsiConsole console, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var isWeights = options.Output.EndsWith(Safetensors, StringComparison.OrdinalIgnoreCase);
        if (isWeights)
        {
            RequireWeightsAlone(options);
        }
        else
        {
            Require.That(
                options.Names is null, "--names", options.Names, "nothing for a graph, whose tensors have the model's names",
                $"leave it out, or write weights: --out FILE{Safetensors}");
        }

        var used = UsedModel.Of(options.Source, options.Settings);
        var plan = new OutputPlan("export", options.Force).Reads([.. used.Reads, .. options.Check]);
        using var progress = new ProgressLine(console, time ?? TimeProvider.System);
        EngineSetup.Apply(used.Config.Train, EngineUse.Inference);
        if (isWeights)
        {
            WeightsExport.Run(options, used, plan, progress);
        }
        else
        {
            OnnxExport.Run(options, used, plan, progress);
        }

        return 0;
    }

    private static void RequireWeightsAlone(ExportOptions options)
    {
        var option = options.Size is not null ? "--size" : options.Batch != 1 ? "--batch"
            : options.FreeBatch || options.FreeSize ? "--dynamic" : options.Precision != ExportPrecision.Fp32 ? "--precision"
            : options.Reading ? "--reading" : options.Check.Count > 0 ? "--check" : null;
        Require.That(
            option is null, option ?? "", "an option of a graph beside --out of weights", $"none of them with FILE{Safetensors}",
            "leave it out, or write a graph: --out FILE.onnx");
    }
}
