using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;
using Spectre.Console;

namespace Panoptes.Experiments.Sessions;

/// <summary>Measures a trained run on a split, keeps the result in its folder and renews its page.</summary>
public static class EvaluationSession
{
    private const string OutputOption = "--save-predictions";

    /// <summary>Measures.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="split">The split: <c>train</c>, <c>val</c> or <c>test</c> for the run's own names of them, or the name of another; null
    /// for the test split.</param>
    /// <param name="weights"><c>best</c>, <c>last</c>, or the path of a checkpoint.</param>
    /// <param name="overrides">Settings that differ from the run's, such as <c>data.root=...</c> or
    /// <c>train.evaluation.flip=true</c>.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <param name="writeReport">Writes the page of a run; called once, when the result is in its folder.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <param name="saving">Where the predictions of the whole split go; nowhere where null.</param>
    /// <returns>Exit code 0.</returns>
    /// <exception cref="InputException">There is no such run, split or checkpoint, it cannot be used, or a setting changes nothing in a run
    /// that is trained.</exception>
    public static int Run(
        string run,
        string? split,
        string weights,
        IEnumerable<string> overrides,
        IAnsiConsole console,
        Action<RunFolder> writeReport,
        TimeProvider? time = null,
        PredictionSaving? saving = null)
    {
        ArgumentNullException.ThrowIfNull(writeReport);
        time ??= TimeProvider.System;
        var folder = RunFolder.Existing(run);
        overrides = [.. overrides];
        TrainedSettings.RequireForEvaluation(overrides);
        var config = folder.ReadConfig(overrides);
        using var progress = new ProgressLine(console, time);
        var device = EngineSetup.Apply(config.Train, EngineUse.Inference);
        var name = config.Data.SplitNamed(split ?? "test");
        var dataset = RunData.OpenMeasured(config, name);
        progress.Say($"{name}: {dataset.Count} images of {dataset.Name}");
        foreach (var note in dataset.Notes)
        {
            progress.Say($"  {note}");
        }

        foreach (var warning in dataset.Warnings)
        {
            progress.Say($"warning: {warning}");
        }

        var own = folder.ReadConfig([]);
        var predicted = EvaluationKind.NameClusters(config.Train.Evaluation.Kinds) && RunSummary.Read(folder.Summary) is { } trained
            ? trained.TrainedClasses()
            : dataset.Classes;
        var subject = Subject(folder, own, config, name, dataset, weights);
        foreach (var note in subject.Notes)
        {
            progress.Say($"warning: {note}");
        }

        var task = RunTask.Of(config, dataset.Available, predicted);
        var target = saving is null ? null : Target(saving, folder, config, dataset, predicted, weights);
        var writer = target is null ? null : PredictionWriters.Of(task, target);
        using var model = RunModel.Create(config, predicted);
        var loaded = RunModel.Load(
            model, folder, weights, progress.Say, config.Train.Evaluation.Network, config.Train.Evaluation.Domain);
        model.To(device);
        using var saved = target is null ? null : new SplitPredictions(target, writer!);
        RunEvaluation.Measure(
            folder,
            config,
            subject,
            RunTask.Kinds(config, task, predicted),
            RunModel.Predictor(model, config, predicted, device, whileTraining: false),
            loaded,
            progress,
            time,
            saved is null ? null : saved.Add);
        if (loaded.HasTeacher && config.Train.Evaluation.Network == EvaluatedNetwork.Both)
        {
            RunEvaluation.Measure(
                folder, config, subject.OfTeacher(), RunTask.Kinds(config, task, predicted),
                RunModel.Predictor(model, config, predicted, device, whileTraining: false),
                RunModel.Load(model, folder, weights, _ => { }, EvaluatedNetwork.Teacher), progress, time);
        }

        if (saved is not null)
        {
            saved.Complete();
            progress.Say($"predictions of {dataset.Count} images in {saving!.Folder}");
        }

        writeReport(folder);
        progress.Say($"report {Path.Combine(folder.Shown, Path.GetFileName(folder.Report))}");
        return 0;
    }

    private static PredictionTarget Target(
        PredictionSaving saving, RunFolder folder, RunConfig config, IDataset dataset, ClassTable predicted, string weights)
    {
        var plan = new OutputPlan("eval", saving.Force)
            .Reads([folder.ConfigYaml, folder.ConfigJson, folder.Summary, folder.Checkpoints, weights, config.Data.Root]);
        var classes = Enumerable.Range(0, predicted.Count).Select(id => predicted[id]);
        return PredictionTarget.Of(
            plan,
            OutputOption,
            saving.Folder,
            PredictedImage.Of(dataset),
            [.. classes.Select(entry => new ClassColor(entry.Name, entry.Color.Hex, entry.IsThing, entry.RawId))],
            dataset.Name,
            config,
            saving.Format);
    }

    /// <summary>What an evaluation measures, and what its result is called.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="own">The run's configuration.</param>
    /// <param name="config">The configuration measured with.</param>
    /// <param name="split">The split's own name.</param>
    /// <param name="dataset">Its samples.</param>
    /// <param name="weights">Which weights.</param>
    /// <exception cref="InputException">The samples have other classes than the run was trained on.</exception>
    internal static EvaluationSubject Subject(
        RunFolder folder, RunConfig own, RunConfig config, string split, IDataset dataset, string weights)
    {
        var row = RunData.Row("", split, dataset);
        if (RunSummary.Read(folder.Summary) is not { } summary)
        {
            return new EvaluationSubject(EvaluationSubject.NameOf(split, own, config, weights, null), split, dataset, row);
        }

        var namesClusters = EvaluationKind.NameClusters(config.Train.Evaluation.Kinds);
        if (!namesClusters)
        {
            RequireTrainedClasses(summary, dataset);
        }

        var isOwn = own.Data == config.Data;
        var ids = namesClusters ? [] : RunData.IdDifferences(summary.Ids, RunData.IdsOf(dataset.Classes));
        if (isOwn && ids.Count > 0)
        {
            throw new InputException(
                dataset.Name,
                $"a class table that changed since the run was trained ({string.Join("; ", ids)})",
                "the table that it was trained with",
                "put that back, or name the table to measure with by data.classes=...");
        }

        var files = RunData.SplitDifference(summary, row);
        List<string> notes = [];
        notes.AddRange(
            ids.Count > 0 ? [$"the label files of {dataset.Name} are read by another table than the run's: {string.Join("; ", ids)}"] : []);
        notes.AddRange(files is not null ? [$"{files} since the run was trained: the scores are of other data"] : []);
        return new EvaluationSubject(EvaluationSubject.NameOf(
            split, own, config, weights, files is null ? null : row.Files), split, dataset, row)
        { Notes = notes };
    }

    /// <summary>A data set must have the classes that a run was trained on.</summary>
    /// <exception cref="InputException">It has others.</exception>
    internal static void RequireTrainedClasses(RunSummary summary, IDataset dataset)
    {
        if (!summary.Classes.Select(row => row.Name).SequenceEqual(dataset.Classes.Names))
        {
            throw new InputException(
                dataset.Name,
                $"the classes {string.Join(", ", dataset.Classes.Names)}",
                $"those that the run was trained on: {string.Join(", ", summary.Classes.Select(row => row.Name))}",
                "choose another data set, or give it the same class table with data.classes=...");
        }
    }
}
