using Panoptes.Data;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Report;
using Panoptes.Foundation;
using Panoptes.Models;
using Panoptes.Training;
using Spectre.Console;

namespace Panoptes.Experiments;

/// <summary>Measures a trained run on a split, keeps the result in its folder and renews its page.</summary>
public static class EvaluationSession
{
    /// <summary>Measures.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="split">The split: <c>train</c>, <c>val</c> or <c>test</c> for the run's own names of them, or the name of another; null for the test split.</param>
    /// <param name="weights"><c>best</c>, <c>last</c>, or the path of a checkpoint.</param>
    /// <param name="overrides">Settings that differ from the run's, such as <c>data.root=...</c> or <c>train.evaluation.flip=true</c>.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <returns>Exit code 0.</returns>
    /// <exception cref="InputException">There is no such run, split or checkpoint, or it cannot be used.</exception>
    public static int Run(string run, string? split, string weights, IEnumerable<string> overrides, IAnsiConsole console, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var folder = RunFolder.Existing(run);
        var config = folder.ReadConfig(overrides);
        using var progress = new ProgressLine(console, time);
        var device = EngineSetup.Apply(config.Train, EngineUse.Inference);
        var name = split switch
        {
            null or "test" => config.Data.TestSplit,
            "val" => config.Data.ValSplit,
            "train" => config.Data.TrainSplit,
            _ => split,
        };
        var dataset = Datasets.Open(config.Data, name);
        progress.Say($"{name}: {dataset.Count} images of {dataset.Name}");
        foreach (var note in dataset.Notes)
        {
            progress.Say($"  {note}");
        }

        RequireTrainedClasses(folder, dataset);
        using var model = ModelCatalogue.Create(config.Model with { NumClasses = RunModel.Classes(config, dataset.Classes) });
        var loaded = RunModel.Load(model, folder, weights, progress.Say);
        model.To(device);
        RunEvaluation.Measure(folder, config, dataset, name, RunModel.Predictor(model, config, device, whileTraining: false), loaded, progress, time);
        HtmlReport.Write(folder);
        progress.Say($"report {Path.Combine(folder.Shown, Path.GetFileName(folder.Report))}");
        return 0;
    }

    private static void RequireTrainedClasses(RunFolder folder, IDataset dataset)
    {
        if (RunSummary.Read(folder.Summary) is { } summary && !summary.Classes.Select(row => row.Name).SequenceEqual(dataset.Classes.Names))
        {
            throw new InputException(
                dataset.Name, $"the classes {string.Join(", ", dataset.Classes.Names)}", $"those that the run was trained on: {string.Join(", ", summary.Classes.Select(row => row.Name))}", "choose another data set, or give it the same class table with data.classes=...");
        }
    }
}
