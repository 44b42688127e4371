using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Spectre.Console;

namespace Panoptes.Experiments.Reproductions;

/// <summary>
/// Carries a reproduction out: draws the scenes, trains and measures cell after cell, and renews the result after each. What is there
/// already is not made again, so that the same command goes on after an interruption.
/// </summary>
/// <param name="config">What is planned.</param>
/// <param name="configFile">Its file, which networks' configurations are relative to.</param>
/// <param name="folder">Where everything goes.</param>
/// <param name="console">Where progress is shown.</param>
public sealed class ReproductionSession(ReproductionConfig config, string configFile, ReproductionFolder folder, IAnsiConsole console)
{
    /// <summary>Writes the page of a run.</summary>
    public required Action<RunFolder> WriteRunPage { get; init; }

    /// <summary>Writes the page of the reproduction.</summary>
    public required Action<ReproductionResult, ReproductionFolder> WritePage { get; init; }

    /// <summary>Trains what is missing.</summary>
    /// <returns>Exit code: 0 when done, 75 when a signal stopped it and the same command goes on.</returns>
    /// <exception cref="InputException">A configuration is wrong, or the folder holds cells of other settings or somebody else's files.
    /// </exception>
    public int Run()
    {
        Outputs();
        var scenes = new SyntheticFolderConfig
        {
            Images = config.Scenes.Images,
            Height = config.Scenes.Size[0],
            Width = config.Scenes.Size[1],
            Traffic = config.Scenes.Dense ? SceneTraffic.Dense : SceneTraffic.Usual,
            Seed = config.Scenes.Seed,
            HeldOut = config.Scenes.HeldOut,
        };
        Say($"{folder.Scenes}: {(SyntheticFolder.Write(folder.Scenes, scenes) ? "drew" : "has")} {scenes.Images} scenes");

        // All configurations first: a mistake in the last is not to be found after hours.
        var cells = Cell.All(config);
        var runs = cells.Select(ConfigOf).ToArray();
        var done = new List<CellResult>();
        for (var i = 0; i < cells.Count; i++)
        {
            var (cell, (run, file)) = (cells[i], runs[i]);
            var target = RunFolder.ForTraining(run, file, RunData.Open(run));
            if (!File.Exists(target.Evaluation(config.Split)))
            {
                Say($"cell {i + 1} of {cells.Count}: {cell.Shown}");
                if (Train(run, file, target) is var exit and not 0)
                {
                    return exit;
                }
            }

            done.Add(CellResult.Read(cell, target, folder.Path, config.Split, config.Curve));
            Say($"cell {i + 1} of {cells.Count}: {cell.Shown}  {Numbers(done[^1])}{Remaining(done, cells.Count)}");
            Keep(new ReproductionResult(config, [.. done]));
        }

        return 0;
    }

    private int Train(RunConfig run, string file, RunFolder target)
    {
        var exit = TrainingSession.Run(run, file, console, WriteRunPage);
        return exit != 0 ? exit : EvaluationSession.Run(target.FullPath, config.Split, "best", [], console, WriteRunPage);
    }

    private (RunConfig Config, string File) ConfigOf(Cell cell)
    {
        var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(configFile))!, cell.Network.Config);
        var run = ConfigReader.Read<RunConfig>(
            file, [.. cell.Arm.Set, .. config.Set, $"train.seed={cell.Seed}"]);
        return (run with
        {
            Data = run.Data with { Root = folder.Scenes },
            Run = run.Run with { Folder = folder.Runs(cell.Network), Name = cell.RunName },
        }, file);
    }

    private void Keep(ReproductionResult result)
    {
        using var writing = Outputs().Begin();
        result.Write(folder.Result);
        WritePage(result, folder);
    }

    // The scenes and the runs know what is theirs themselves.
    private OutputPlan Outputs()
    {
        var plan = new OutputPlan("reproduce");
        var target = plan.Folder(folder.Path, "--folder");
        foreach (var file in new[] { folder.Result, folder.Page })
        {
            target.File(Path.GetFileName(file), "reproduce");
        }

        return plan;
    }

    private string Numbers(CellResult cell) => string.Join("  ", config.Metrics
        .Select(name => cell.Metrics.FirstOrDefault(row => row.Name == name) ?? throw new InputException(
            "metrics", $"'{name}'", $"one of {string.Join(", ", cell.Metrics.Select(row => row.Name))}", "correct the list"))
        .Select(row => $"{row.Title} {Show.Value(row)}"));

    private static string Remaining(List<CellResult> done, int all) => done.Count == all ? "" : string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"  (about {done.Average(cell => cell.Seconds) * (all - done.Count) / 3600:F1} h for what is left)");

    private void Say(string text) => console.WriteLine(text);
}
