using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Reports.Predictions;
using Panoptes.Reports.Runs;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>demo</c>: the whole road on synthetic scenes in a few minutes.</summary>
internal static class DemoVerb
{
    private const int ShownPredictions = 4;
    private static readonly Demo Semantic = new(
        "configs/demo.yaml", "", new SyntheticFolderConfig { Images = 200, Height = 256, Width = 512 });

    private static readonly Demo Panoptic =
        new("configs/demo-panoptic.yaml", "panoptic", new SyntheticFolderConfig { Images = 200, Height = 128, Width = 256 });

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var folder = new Option<string?>("--folder")
        {
            Description = "Where scenes, run and predictions go; the folder demo of the clone where left out.",
            HelpName = "DIR",
        };
        var fresh = new Option<bool>("--fresh") { Description = "Start again: remove what an earlier demo made." };
        var panoptic =
            new Option<bool>("--panoptic") { Description = "Train a small Mask2Former on segments instead of a semantic network." };
        var overrides = Arguments.Overrides();
        var verb = new Verb(
            "demo",
            "Draws a small set of street scenes, trains a model on it, measures it, and writes a report. A second call shows the result "
                + "at once.",
            "./panoptes demo",
            "./panoptes demo --panoptic",
            "./panoptes demo --fresh train.steps=50") { overrides, folder, fresh, panoptic };
        verb.SetAction(parsed => Run(
            parsed.GetValue(panoptic) ? Panoptic : Semantic,
            parsed.GetValue(folder) ?? Path.Combine(Clone.Root ?? Environment.CurrentDirectory, "demo"),
            parsed.GetValue(fresh),
            parsed.GetValue(overrides) ?? [],
            parsed.InvocationConfiguration.Output));
        return verb;
    }

    private static int Run(Demo demo, string folder, bool fresh, IReadOnlyList<string> overrides, TextWriter output)
    {
        var file = Path.Combine(
            Clone.Root ?? throw new InputException(
                "demo", "a program without its clone", $"{demo.ConfigFile} of a clone", "run ./panoptes demo in a clone"),
            demo.ConfigFile);
        folder = Path.Combine(folder, demo.Folder);
        var (data, runs, predictions) = (Path.Combine(folder, "scenes"), Path.Combine(folder, "runs"), Path.Combine(folder, "predictions"));
        if (fresh)
        {
            RemoveRuns(runs, data);
            new OutputPlan("predict").RemoveOwn(predictions);
            new OutputPlan(SyntheticFolder.Verb).RemoveOwn(data);
        }

        DataSynthVerb.Write(data, demo.Scenes, output);
        var config = ConfigReader.Read<RunConfig>(file, overrides);
        config = config with { Data = config.Data with { Root = data }, Run = config.Run with { Folder = runs } };
        var run = Path.Combine(runs, config.Run.Name ?? RunFolder.DerivedName(config, file, RunData.Open(config)));

        // The report of a whole run is written last; the evaluation of the test split comes after it.
        if (File.Exists(TestResult(run)))
        {
            output.WriteLine("the demo has run already; --fresh starts it again");
        }
        else
        {
            var trained = TrainingSession.Run(config, file, AnsiConsole.Console, RunPage.Write);
            if (trained != ExitCode.Done)
            {
                return trained;
            }

            EvaluationSession.Run(run, "test", "best", [], AnsiConsole.Console, RunPage.Write);
            var images = Directory.GetFiles(
                Path.Combine(data, "test", "images")).Order(StringComparer.Ordinal).Take(ShownPredictions).ToArray();
            PredictionSession.Run(
                ModelSource.OfRun(run), new PredictionRequest(images) { Output = predictions }, AnsiConsole.Console, GalleryPage.Write);
        }

        Summarize(RunFolder.Existing(run), predictions, output);
        return ExitCode.Done;
    }

    // Only a run on the demo's own scenes is the demo's.
    private static void RemoveRuns(string runs, string data)
    {
        foreach (var run in Directory.Exists(runs) ? Directory.GetDirectories(runs) : [])
        {
            if (File.Exists(Path.Combine(run, "config.resolved.yaml"))
                && Path.GetFullPath(RunFolder.Existing(run).ReadConfig([]).Data.Root) == Path.GetFullPath(data))
            {
                Directory.Delete(run, recursive: true);
            }
        }
    }

    private static string TestResult(string run) => Path.Combine(run, "evaluation", "test.json");

    private static void Summarize(RunFolder run, string predictions, TextWriter output)
    {
        var result = EvaluationFile.Read(run.Evaluation("test"));
        var kind = result.Kinds[0];
        var column = kind.Columns[0].Name;
        var classes = kind.Classes.Where(row => row.Of(column) is not null).OrderByDescending(row => row.Of(column)).ToArray();
        var numbers = string.Join(", ", kind.Metrics.Take(2).Select(metric => $"{metric.Title} {100 * metric.Value:F1} %"));
        output.WriteLine();
        output.WriteLine($"test split, {result.Images} images after {result.Step} steps: {numbers}");
        output.WriteLine($"  {string.Join(", ", classes.Select(row => $"{row.Name} {100 * row.Of(column):F0}"))}");
        output.WriteLine($"report       {run.Report}");
        output.WriteLine($"predictions  {predictions}");
        output.WriteLine($"run          {run.FullPath}");
        output.WriteLine();
        output.WriteLine("next: look at your own images   ./panoptes predict RUN IMAGE... --out DIR");
        output.WriteLine("      train on your own data    docs/getting-started.md");
    }

    /// <summary>What a demo trains on what.</summary>
    /// <param name="ConfigFile">Its configuration, below the clone.</param>
    /// <param name="Folder">Its own folder below the demos'.</param>
    /// <param name="Scenes">Its scenes.</param>
    private sealed record Demo(string ConfigFile, string Folder, SyntheticFolderConfig Scenes);
}
