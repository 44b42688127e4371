using System.CommandLine;
using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Export.Sessions;
using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>export</c>: writes a network as ONNX, or its weights as safetensors.</summary>
internal static class ExportVerb
{
    private const string Batch = "batch";
    private const string Size = "size";

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var run = new Argument<string?>("RUN")
        {
            Description = "The run's folder, which train prints; with --model there is none.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var source = new SourceOptions();
        var output = OutputOptions.Required(
            "The file: an ONNX graph, whose weights above 1 KiB go to FILE.data beside it; or the weights alone, where it ends in "
                + ".safetensors.",
            "FILE");
        var names = new Option<string?>("--names")
        {
            Description = "Of weights alone: whose names they get, as far as that program has the network. Without it, the model's own.",
            HelpName = "PROGRAM",
        };
        names.AcceptOnlyFromAmong(
            ReleaseNames.Mmsegmentation, ReleaseNames.Detectron2, ReleaseNames.Timm, ReleaseNames.Torchvision, ReleaseNames.Authors);
        var size = new Option<string?>("--size")
        {
            Description = "Height and width of the input in pixels, such as 512x1024; without it, the size the model is measured at or its "
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
            Description = "Hold the graph in OnnxRuntime against the network in libtorch: on images, folders of them, or a split of the "
                + "run's data (train, val, test).",
            HelpName = "IMAGES",
            DefaultValueFactory = _ => [],
            AllowMultipleArgumentsPerToken = true,
        };
        var settings = new Option<string[]>("--set")
        {
            Description = "A setting that differs from the model's own, such as data.root=DIR of a file of weights; may be repeated.",
            HelpName = "KEY=VALUE",
            DefaultValueFactory = _ => [],
        };
        var force = OutputOptions.Force();
        var verb = new Verb(
            "export",
            "Writes the network of a run, or of published or own weights, as ONNX (operator set 17), with all that a reader must know "
                + "in its metadata; or its weights as safetensors, under other programs' names where asked for.",
            "./panoptes export runs/RUN --out model.onnx --check photos/",
            "./panoptes export runs/RUN --out model.onnx --dynamic batch size --precision fp16 --check val",
            "./panoptes export --weights espnetv2_s_2.0_city_1024x512.pth --model espnetv2_200 --out model.onnx --size 512x1024",
            "./panoptes export runs/RUN --out weights.safetensors --names mmsegmentation")
            {
                run,
                source.Weights,
                source.Model,
                source.Classes,
                output,
                names,
                size,
                batch,
                dynamic,
                precision,
                reading,
                check,
                settings,
                force,
            };
        source.RequireOne(verb, run, "a run's folder");
        verb.SetAction(parsed => ExportSession.Run(
            new ExportOptions
            {
                Source = source.Of(parsed, run, []).Source,
                Output = parsed.GetRequiredValue(output),
                Names = parsed.GetValue(names),
                Settings = parsed.GetValue(settings) ?? [],
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
