using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Runs;
using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;
using Panoptes.Studies.Results;

namespace Panoptes.Studies.Imports.OwnRuns;

/// <summary>Runs that this program trained outside of the study. Their numbers count as measured here.</summary>
internal sealed class OwnRunImporter : IRunImporter
{
    private const string Config = "config.resolved.yaml";

    /// <inheritdoc/>
    public string Name => "panoptes";

    /// <inheritdoc/>
    public string LooksFor => "run folders of this program (config.resolved.yaml)";

    /// <inheritdoc/>
    public bool Recognizes(string path)
    {
        var tree = SourceTree.At(path);
        return !tree.IsFile && tree.Files().Any(file => Path.GetFileName(file) == Config);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ImportedRun> Read(string path, Action<string> warn)
    {
        var tree = SourceTree.At(path);
        var folders = tree.Files(warn).Where(file => Path.GetFileName(file) == Config)
            .Select(file => Path.GetDirectoryName(file)!).ToList();
        return EachRun.Read(folders, folder => [Read(tree, folder, warn)], warn);
    }

    private static ImportedRun Read(SourceTree tree, string path, Action<string> warn)
    {
        var folder = RunFolder.Existing(path);
        var config = folder.ReadConfig([]);
        var history = RunHistory.Read(folder.EventLog);
        var environment = folder.ReadFirstEnvironment();
        var split = config.Data.SplitNamed("val");
        var points = history.Evaluations(split).ToList();
        var curve = points.Select(point => new ResultPoint { Step = point.Step, Metrics = point.Metrics }).ToList();
        var (figures, final) = (TrainingFigures.Of(config), Final(folder, split));
        var end = history.Events.OfType<AttemptEnded>().LastOrDefault();
        var isDone = end is { Reason: "completed" } && history.LastStep >= config.Train.Steps;
        if (history.Unreadable > 0)
        {
            warn($"{tree.Shown(folder.EventLog)}: left out, {history.Unreadable} lines that are no events");
        }

        var files = new[] { (folder.ConfigYaml, false), (folder.EventLog, true), (folder.EnvironmentJson, false) };
        var state = isDone && (final ?? curve.LastOrDefault()) is not null ? ImportedState.Completed
            : end is { Reason: "error" } ? ImportedState.Failed : ImportedState.Partial;
        return new ImportedRun
        {
            Tool = "panoptes",
            Source = tree.Shown(path),
            OwnFolder = folder.FullPath,
            Files = [.. files.Where(file => File.Exists(file.Item1)).Select(file => SourceFile.Record(tree, file.Item1, file.Item2))],
            Name = folder.Name,
            Model = config.Model.Name,
            Data = RunSummary.Read(folder.Summary)?.DataSet ?? "",
            Recipe = config.Recipe.Variant ?? "",
            Seed = config.Train.Seed,
            Batch = figures.Batch,
            Steps = figures.Steps,
            Samples = figures.Samples,
            WarmUp = figures.WarmUpSteps,
            Optimizer = config.Train.Optimizer.Name.ToString(),
            LearningRate = config.Train.Optimizer.LearningRate,
            LastLearningRate = history.Training.LastOrDefault()?.LearningRate,
            Curve = curve,
            Final = state == ImportedState.Completed ? final ?? curve.LastOrDefault() : curve.LastOrDefault(),
            LastStep = history.LastStep,
            TrainSeconds = history.Seconds > 0 ? Math.Max(0, history.Seconds - points.Sum(point => point.Seconds)) : null,
            EvaluationSeconds = points.Count > 0 ? points.Sum(point => point.Seconds) : null,
            DeviceName = environment?.Device ?? "",
            PeakMemoryMib = history.Training.Max(point => point.DeviceMemoryMib ?? point.MemoryMib) is { } peak ? peak : null,
            State = state,
            Failure = state == ImportedState.Failed ? Statuses.FailureKind.Unknown : null,
            Config = File.ReadAllText(folder.ConfigYaml),
            Notes = state == ImportedState.Completed ? [] : [$"the records end at step {history.LastStep} of {config.Train.Steps}"],
        };
    }

    // What the best weights reach, measured after the training.
    private static ResultPoint? Final(RunFolder folder, string split)
    {
        var path = folder.Evaluation(split);
        if (!File.Exists(path))
        {
            return null;
        }

        var file = EvaluationFile.Read(path);
        return file.Kinds.Count == 0 ? null : new ResultPoint { Step = file.Step, Metrics = [.. file.Kinds[0].Metrics] };
    }
}
