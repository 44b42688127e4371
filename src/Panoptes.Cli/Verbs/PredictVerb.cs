using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Sessions;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>predict</c>: segments images with a trained run.</summary>
internal static class PredictVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var run = Arguments.Run();
        var images =
            new Argument<string[]>("IMAGE") { Description = "JPEG or PNG images, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var output = OutputOptions.Required(
            "The folder for labels, segments or objects, as the run's task is, and NAME.overlay.jpg.", "DIR");
        var force = OutputOptions.Force();
        var weights = Arguments.Weights();
        var format = PredictionOptions.Format();
        var drawn = PredictionOptions.DrawnScore();
        var settings = new Option<string[]>("--set")
        {
            Description = "A setting that differs from the run's, such as train.evaluation.flip=true; may be repeated.",
            HelpName = "KEY=VALUE",
            DefaultValueFactory = _ => [],
        };
        var verb = new Verb(
            "predict",
            "Segments images with a trained run: label PNGs, panoptic.json with PNGs, or instances.json, and an overlay each.",
            "./panoptes predict runs/RUN street.jpg --out predictions",
            "./panoptes predict runs/RUN photos/ more.png --out predictions --set train.evaluation.flip=true",
            "./panoptes predict runs/RUN frankfurt/ --out results --format cityscapes")
            {
                run,
                images,
                output,
                format,
                drawn,
                weights,
                settings,
                force,
            };
        verb.SetAction(parsed => PredictionSession.Run(
            parsed.GetRequiredValue(run),
            parsed.GetRequiredValue(images),
            parsed.GetRequiredValue(output),
            parsed.GetRequiredValue(weights),
            parsed.GetValue(settings) ?? [],
            AnsiConsole.Console,
            force: parsed.GetValue(force),
            format: parsed.GetValue(format),
            drawnScore: parsed.GetValue(drawn)));
        return verb;
    }
}
