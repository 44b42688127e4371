using System.CommandLine;
using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Export.Sessions;
using Panoptes.Foundation;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>export</c>: writes a run's network as ONNX.</summary>
internal static class ExportVerb
{
    private const string Batch = "batch";
    private const string Size = "size";

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var run = Arguments.Run();
        var output = OutputOptions.Required(
            "The ONNX file; weights above 1 KiB go to FILE.data beside it.", "FILE");
        var weights = Arguments.Weights();
        var size = new Option<string?>("--size")
        {
            Description = "Height and width of the input in pixels, such as 512x1024; without it, the size the run is measured at or its "
                + "crops have.",
            HelpName = "HxW",
        };
        var batch = new Option<int>("--batch") { Description = "Images in one input.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var dynamic = new Option<string[]>("--dynamic")
        {
            Description = "What may differ from input to input: batch, size. Some networks take multiples of 32, some one "
                + "size alone.",
            HelpName = "WHAT",
            DefaultValueFactory = _ => [],
            AllowMultipleArgumentsPerToken = true,
        };
        dynamic.AcceptOnlyFromAmong(Batch, Size);
        var precision = new Option<ExportPrecision>("--precision") { Description = "Arithmetic of the graph.", HelpName = "fp32|fp16" };
        var reading = new Option<bool>("--reading")
        {
            Description = "Put the reading into the graph: logits at the input's size and the best class of every pixel.",
        };
        var check = new Option<string[]>("--check")
        {
            Description = "Hold the graph in OnnxRuntime against the run's network: on images, folders of them, or a split of the run's "
                + "data (train, val, test).",
            HelpName = "IMAGES",
            DefaultValueFactory = _ => [],
            AllowMultipleArgumentsPerToken = true,
        };
        var force = OutputOptions.Force();
        var verb = new Verb(
            "export",
            "Writes a run's network as ONNX (operator set 17), with all that a reader must know in its metadata.",
            "./panoptes export runs/RUN --out model.onnx --check photos/",
            "./panoptes export runs/RUN --out model.onnx --dynamic batch size --precision fp16 --check val")
            {
                run,
                output,
                weights,
                size,
                batch,
                dynamic,
                precision,
                reading,
                check,
                force,
            };
        verb.SetAction(parsed => ExportSession.Run(
            new ExportOptions
            {
                Run = parsed.GetRequiredValue(run),
                Output = parsed.GetRequiredValue(output),
                Weights = parsed.GetRequiredValue(weights),
                Size = SizeOf(parsed.GetValue(size)),
                Batch = parsed.GetValue(batch),
                FreeBatch = parsed.GetValue(dynamic)?.Contains(Batch) == true,
                FreeSize = parsed.GetValue(dynamic)?.Contains(Size) == true,
                Precision = parsed.GetValue(precision),
                Reading = parsed.GetValue(reading),
                Check = parsed.GetValue(check) ?? [],
                Force = parsed.GetValue(force),
            },
            AnsiConsole.Console));
        return verb;
    }

    private static (int Height, int Width)? SizeOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return text.Split('x') is [var high, var wide] && IsSide(high, out var height) && IsSide(wide, out var width)
            ? (height, width)
            : throw new InputException("--size", $"'{text}'", "height and width in pixels", "write them as 512x1024");
    }

    private static bool IsSide(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side > 0;
}
