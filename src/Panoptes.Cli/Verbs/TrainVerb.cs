using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Reports.Runs;
using Panoptes.Training.Collectives;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>train</c>: trains a run, or goes on with it.</summary>
internal static class TrainVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("CONFIG") { Description = "The run's YAML file." };
        var overrides = Arguments.Overrides();
        var verb = new Verb(
            "train",
            "Trains a run, measures it and writes its report; the same command goes on with a run that was interrupted. Exit code 75 "
                + "where a signal stopped it.",
            "./panoptes train configs/camvid/deeplabv3plus-mobilenetv2.yaml data.root=../shared/data/camvid",
            "./panoptes train configs/camvid/deeplabv3plus-mobilenetv2.yaml data.root=camvid train.seed=1 "
                + "run.name=second") { file, overrides };
        verb.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var config = ConfigReader.Read<RunConfig>(path, parsed.GetValue(overrides) ?? []);
            var place = ProcessPlace.Read(ProcessPlace.Variables(), warning => Console.Error.WriteLine($"warning: {warning}"));
            return TrainingSession.Run(config, path, AnsiConsole.Console, RunPage.Write, place: place);
        });
        return verb;
    }
}
