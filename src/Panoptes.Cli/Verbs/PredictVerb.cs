using System.CommandLine;
using System.Runtime.CompilerServices;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Sessions;
using Panoptes.Export.Predictions;
using Panoptes.Reports.Predictions;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>predict</c>: segments images with a trained run or a file of weights.</summary>
internal static class PredictVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var run = SourceOptions.Run("image");
        var images = new Argument<string[]>("IMAGE")
        {
            Description = "JPEG or PNG images, videos, folders with all below them, or patterns such as 'photos/**/*.jpg'.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = OutputOptions.Optional(
            "The folder for labels, segments or objects, as the run's task is, NAME.overlay.jpg, and a page over all, index.html; "
                + "predictions/RUN where left out.",
            "DIR");
        var force = OutputOptions.Force();
        var source = new SourceOptions();
        var format = PredictionOptions.Format();
        var drawn = PredictionOptions.DrawnScore();
        var rate = new Option<double?>("--fps")
        {
            Description = "Frames per second that are taken of videos; all where left out. Videos need ffmpeg.",
            HelpName = "N",
        };
        var settings = new Option<string[]>("--set")
        {
            Description = "A setting that differs from the run's, such as train.evaluation.flip=true; may be repeated.",
            HelpName = "KEY=VALUE",
            DefaultValueFactory = _ => [],
        };
        var verb = new Verb(
            "predict",
            "Segments images and videos with a trained run, with published or own weights, or with a model that export wrote "
                + "(.onnx): label PNGs, panoptic.json with PNGs, or instances.json, an overlay each, and a page over all.",
            "./panoptes predict runs/RUN street.jpg",
            "./panoptes predict runs/RUN photos/ more.png --out predictions --set train.evaluation.flip=true",
            "./panoptes predict runs/RUN frankfurt/ --out results --format cityscapes",
            "./panoptes predict --weights espnetv2_s_2.0_city_1024x512.pth --model espnetv2_200 street.jpg drive.mp4",
            "./panoptes predict model.onnx photos/")
            {
                run,
                images,
                source.Weights,
                source.Model,
                source.Classes,
                output,
                format,
                drawn,
                rate,
                settings,
                force,
            };
        source.Require(verb, run, images);
        verb.SetAction(parsed =>
        {
            var (model, inputs) = source.Of(parsed, run, parsed.GetValue(images) ?? []);
            var request = new PredictionRequest(inputs)
            {
                Output = parsed.GetValue(output),
                Settings = parsed.GetValue(settings) ?? [],
                Force = parsed.GetValue(force),
                Format = parsed.GetValue(format),
                DrawnScore = parsed.GetValue(drawn),
                FramesPerSecond = parsed.GetValue(rate),
            };
            return ExportedModel.IsNamed(model.Run)
                ? WithGraph(model.Run!, parsed.GetResult(source.Weights) is not null, request)
                : PredictionSession.Run(model, request, AnsiConsole.Console, GalleryPage.Write);
        });
        return verb;
    }

    // Kept apart, so that OnnxRuntime is loaded for an exported model alone.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WithGraph(string file, bool namesWeights, PredictionRequest request)
    {
        ExportedModel.RequireAlone(file, request.Settings.Count > 0 || namesWeights);
        return GraphPredictionSession.Run(file, request, AnsiConsole.Console, GalleryPage.Write);
    }
}
