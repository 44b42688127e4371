using Panoptes.Data.Configuration;
using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Comparisons;
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
/// already is not made again, so that the same command goes on after an interruption; two processes share the cells.
/// </summary>
/// <param name="config">What is planned.</param>
/// <param name="configFile">Its file, which networks' configurations are relative to.</param>
/// <param name="folder">Where everything goes.</param>
/// <param name="console">Where progress is shown.</param>
public sealed class ReproductionSession(ReproductionConfig config, string configFile, ReproductionFolder folder, IAnsiConsole console)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.2);

    /// <summary>Writes the page of a run.</summary>
    public required Action<RunFolder> WriteRunPage { get; init; }

    /// <summary>Writes the page of the reproduction; takes what its pictures show, which are drawn when no cell is left.</summary>
    public required Action<ReproductionResult, IReadOnlyList<RunComparison>, ReproductionFolder> WritePage { get; init; }

    /// <summary>Makes the folder, for those that write into it beside this session.</summary>
    /// <exception cref="InputException">It holds somebody else's files.</exception>
    public void Prepare()
    {
        Outputs();
        Directory.CreateDirectory(folder.Path);
    }

    /// <summary>Trains what is missing.</summary>
    /// <returns>Exit code: 0 when done, 75 when a signal stopped it and the same command goes on.</returns>
    /// <exception cref="InputException">A configuration is wrong, or the folder holds cells of other settings or somebody else's files.
    /// </exception>
    public int Run()
    {
        Outputs();
        using (Wait("scenes"))
        {
            Say($"{folder.Scenes}: {(SyntheticFolder.Write(folder.Scenes, config.Scenes) ? "drew" : "has")} {config.Scenes.Images} scenes");
        }

        foreach (var arm in config.Arms.Where(arm => arm.Labels is not null))
        {
            using var claim = Wait($"labels-{arm.Name}");
            var isNew = BakedLabels.Write(folder.Scenes, new DataConfig().TrainSplit, arm.Labels!, folder.Labels(arm));
            Say($"{folder.Labels(arm)}: {(isNew ? "made" : "has")} the labels of {arm.Name}");
        }

        // All configurations first: a mistake in the last is not to be found after hours.
        var cells = Cell.All(config);
        var runs = cells.Select(ConfigOf).ToArray();
        var targets = cells.Zip(runs).Select(pair => Target(pair.First, pair.Second)).ToArray();
        for (var i = 0; i < cells.Count; i++)
        {
            using var claim = IsTaught(cells, targets, i) ? Claim(cells[i].Shown) : null;
            var name = $"cell {i + 1} of {cells.Count}: {cells[i].Shown}";
            var isNew = claim is not null && !IsDone(targets[i]);
            if (isNew)
            {
                Say(name);
                if (Train(runs[i].Config, runs[i].File, targets[i]) is var exit and not 0)
                {
                    return exit;
                }
            }

            // The result is written anew for what is new alone; the rest comes with the last.
            var done = isNew ? Done(cells, targets) : [];
            var found = IsDone(targets[i]) ? Numbers(Read(cells[i], targets[i])) : "another process is training it";
            Say($"{name}  {found}{Remaining(done, cells.Count)}");
            if (isNew)
            {
                Keep(new ReproductionResult(config, done), []);
            }
        }

        var all = Done(cells, targets);
        Keep(new ReproductionResult(config, all), Pictures(all));
        return 0;
    }

    // The weights of a teacher that is yet to be trained are a part of no run's data.
    private static RunFolder Target(Cell cell, (RunConfig Config, string File) run) => RunFolder.ForTraining(
        run.Config, run.File, cell.Arm.Teacher is null ? RunData.Open(run.Config) : null);

    // Waits for a process that trains the teacher; without one the cell is left for the next call.
    private bool IsTaught(IReadOnlyList<Cell> cells, RunFolder[] targets, int place)
    {
        if (TeacherOf(cells[place]) is not { } teacher)
        {
            return true;
        }

        using (Wait(teacher.Shown))
        {
            return IsDone(targets[cells.Index().First(entry => entry.Item == teacher).Index]);
        }
    }

    private Cell? TeacherOf(Cell cell) =>
        cell.Arm.Teacher is { } name ? cell with { Arm = config.Arms.First(arm => arm.Name == name) } : null;

    private bool IsDone(RunFolder target) => File.Exists(target.Evaluation(config.Split));

    private CellResult Read(Cell cell, RunFolder target) => CellResult.Read(cell, target, folder.Path, config);

    // What other processes trained meanwhile counts too.
    private List<CellResult> Done(IReadOnlyList<Cell> cells, RunFolder[] targets) =>
        [.. cells.Zip(targets).Where(pair => IsDone(pair.Second)).Select(pair => Read(pair.First, pair.Second))];

    // Null where another process has it.
    private RunLock? Claim(string what)
    {
        try
        {
            return RunLock.Take(folder.Claim(what), TimeProvider.System);
        }
        catch (InputException)
        {
            return null;
        }
    }

    private RunLock Wait(string what)
    {
        for (; ; )
        {
            if (Claim(what) is { } claim)
            {
                return claim;
            }

            Thread.Sleep(Patience);
        }
    }

    private int Train(RunConfig run, string file, RunFolder target)
    {
        var exit = TrainingSession.Run(run, file, console, WriteRunPage);
        return exit != 0 ? exit : EvaluationSession.Run(target.FullPath, config.Split, "best", [], console, WriteRunPage);
    }

    private (RunConfig Config, string File) ConfigOf(Cell cell)
    {
        var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(configFile))!, cell.Network.Config);
        // What is set for all trainings, or for a first look, stands in for what a way to train sets.
        var run = ConfigReader.Read<RunConfig>(
            file, SettingOverrides.LastWins([.. cell.Arm.Set, .. config.Set, $"train.seed={cell.Seed}"]));
        var teacher = TeacherOf(cell) is { } other
            ? Path.GetFullPath(Path.Combine(folder.Runs(other.Network), other.RunName)) : null;
        return (run with
        {
            Distillation = teacher is null ? run.Distillation : (run.Distillation ?? throw new InputException(
                "arms.teacher", $"{cell.Arm.Teacher} for a training without distillation", "distillation among arms.set",
                "leave it out, or set distillation={...}")) with
            {
                Teacher = teacher,
            },
            Data = OfArm(run.Data with { Root = folder.Scenes }, cell.Arm),
            Run = run.Run with { Folder = folder.Runs(cell.Network), Name = cell.RunName },
        }, file);
    }

    // Labels that were made stand in for the true ones of the training split alone.
    private DataConfig OfArm(DataConfig data, ArmConfig arm) => arm.Labels is null ? data : data with
    {
        Format = DataFormat.PseudoLabels,
        PseudoLabels = data.PseudoLabels with { Folder = Path.GetFullPath(folder.Labels(arm)) },
        Truth = data.Truth ?? new OtherDataConfig { Format = DataFormat.CocoPanoptic },
    };

    private IReadOnlyList<RunComparison> Pictures(List<CellResult> done)
    {
        if (config.Pictures is not { } pictures)
        {
            return [];
        }

        string? Run(NetworkConfig network, string arm) => done
            .Where(cell => cell.Network == network.Name && cell.Arm == arm && cell.Seed == config.Seeds[0])
            .Select(cell => Path.Combine(folder.Path, cell.Run)).FirstOrDefault();
        return
        [
            .. config.Networks.Select(network => (Against: Run(network, pictures.Against), Arm: Run(network, pictures.Arm)))
                .Where(pair => pair.Against is not null && pair.Arm is not null)
                .Select(pair => ComparisonSession.Run([pair.Against!, pair.Arm!], config.Split, pictures.Images, console)),
        ];
    }

    private void Keep(ReproductionResult result, IReadOnlyList<RunComparison> pictures)
    {
        using var claim = Wait("page");
        using var writing = Outputs().Begin();
        result.Write(folder.Result);
        WritePage(result, pictures, folder);
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

    private static string Remaining(List<CellResult> done, int all) => done.Count == all || done.Count == 0 ? "" : string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"  (about {done.Average(cell => cell.Seconds) * (all - done.Count) / 3600:F1} h for what is left)");

    // Past the console's own lines, which break at its width.
    private void Say(string text) => console.Profile.Out.Writer.WriteLine(text);
}
