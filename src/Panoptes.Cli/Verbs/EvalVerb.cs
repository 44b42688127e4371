using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Sessions;
using Panoptes.Reports.Runs;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>eval</c>: measures a trained run on a split.</summary>
internal static class EvalVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var run = Arguments.Run();
        var split = new Option<string>(
            "--split")
        {
            Description = "The split: train, val or test as the run calls them, or another one's name.",
            DefaultValueFactory =
                _ => "test",
            HelpName = "NAME"
        };
        var weights = Arguments.Weights();
        var overrides = Arguments.Overrides();
        var save = OutputOptions.Predictions();
        var format = PredictionOptions.Format();
        var force = OutputOptions.Force();
        var verb = new Verb(
            "eval",
            "Measures a trained run on a split, keeps the result in the run's folder and renews its report.",
            "./panoptes eval runs/RUN --split test",
            "./panoptes eval runs/RUN --split val train.evaluation.flip=true 'train.evaluation.scales=[0.75, 1, 1.25]'",
            "./panoptes eval runs/RUN --split val --save-predictions predictions")
            {
                run,
                overrides,
                split,
                weights,
                save,
                format,
                force,
            };
        verb.SetAction(parsed => EvaluationSession.Run(
            parsed.GetRequiredValue(run),
            parsed.GetValue(split),
            parsed.GetRequiredValue(weights),
            parsed.GetValue(overrides) ?? [],
            AnsiConsole.Console,
            RunPage.Write,
            saving: parsed.GetValue(save) is { } folder
                ? new PredictionSaving(folder, parsed.GetValue(format), parsed.GetValue(force))
                : null));
        return verb;
    }
}
