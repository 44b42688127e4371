using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Sessions;
using Panoptes.Reports.Runs;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>eval</c>: measures a trained run or a file of weights on a split.</summary>
internal static class EvalVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var run = SourceOptions.Run("setting");
        var source = new SourceOptions();
        var split = new Option<string>(
            "--split")
        {
            Description = "The split: train, val or test as the run calls them, or another one's name.",
            DefaultValueFactory =
                _ => "test",
            HelpName = "NAME"
        };
        var overrides = Arguments.Overrides();
        var save = OutputOptions.Predictions();
        var format = PredictionOptions.Format();
        var force = OutputOptions.Force();
        var verb = new Verb(
            "eval",
            "Measures a trained run, or published or own weights, on a split, keeps the result in the run's folder and renews its report. "
                + "Weights get a folder of their own below runs/.",
            "./panoptes eval runs/RUN --split test",
            "./panoptes eval runs/RUN --split val train.evaluation.flip=true 'train.evaluation.scales=[0.75, 1, 1.25]'",
            "./panoptes eval runs/RUN --split val --save-predictions predictions",
            "./panoptes eval --weights segformer_b0.pth --model cityscapes/segformer-b0 --split val data.root=cityscapes")
            {
                run,
                overrides,
                split,
                source.Weights,
                source.Model,
                source.Classes,
                save,
                format,
                force,
            };
        source.Require(verb, run);
        verb.SetAction(parsed =>
        {
            var (model, settings) = source.Of(parsed, run, parsed.GetValue(overrides) ?? []);
            var (folder, weights) = (model.Run, model.Weights);
            if (folder is null)
            {
                var (untrained, rest) = UntrainedRun.Open(model, parsed.GetRequiredValue(split), settings, AnsiConsole.Console);
                (folder, weights, settings) = (untrained.FullPath, "best", rest);
            }

            return EvaluationSession.Run(
                folder,
                parsed.GetValue(split),
                weights!,
                settings,
                AnsiConsole.Console,
                RunPage.Write,
                saving: parsed.GetValue(save) is { } saved
                    ? new PredictionSaving(saved, parsed.GetValue(format), parsed.GetValue(force))
                    : null);
        });
        return verb;
    }
}
