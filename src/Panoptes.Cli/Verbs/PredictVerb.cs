using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Predictions;
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
            "The folder for NAME.png (label ids, colored; FRAME_labelIds.png as Cityscapes has it) and NAME.overlay.jpg.", "DIR");
        var force = OutputOptions.Force();
        var weights = Arguments.Weights();
        var format = new Option<PredictionFormat>("--format")
        {
            Description = "Whose files: coco, cityscapes, or auto: Cityscapes' where the run was trained on it.",
            DefaultValueFactory = _ => PredictionFormat.Auto,
        };
        var settings = new Option<string[]>("--set")
        {
            Description = "A setting that differs from the run's, such as train.evaluation.flip=true; may be repeated.",
            HelpName = "KEY=VALUE",
            DefaultValueFactory = _ => [],
        };
        var verb = new Verb(
            "predict",
            "Segments images with a trained run: a label PNG and an overlay each.",
            "./panoptes predict runs/RUN street.jpg --out predictions",
            "./panoptes predict runs/RUN photos/ more.png --out predictions --set train.evaluation.flip=true")
            {
                run,
                images,
                output,
                format,
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
            format: parsed.GetValue(format)));
        return verb;
    }
}
