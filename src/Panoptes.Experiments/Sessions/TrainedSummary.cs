using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Models.Outputs;
using Panoptes.Models.Weights;
using Panoptes.Training.Engine;

namespace Panoptes.Experiments.Sessions;

/// <summary>What is trained, as a run keeps it and says it before the first step.</summary>
internal static class TrainedSummary
{
    /// <summary>Data, model and parameter groups.</summary>
    public static RunSummary Of(RunData data, RunConfig config, Trainer trainer, LoadReport? loaded, SegmentationTask task)
    {
        var (train, validation) = (data.Train, data.Validation);
        var parameters = trainer.Model.NamedParameters();
        return new RunSummary
        {
            DataSet = train.Name,
            ClassTable = train.Classes.Name,
            Splits = data.Splits,
            Ids = data.Ids,
            Classes = [.. Enumerable.Range(0, train.Classes.Count).Select(id => train.Classes[id])
                .Select(entry => new ClassColor(entry.Name, entry.Color.Hex, entry.IsThing, entry.RawId))],
            Notes = [.. train.Notes.Concat(validation.Notes).Distinct()],
            Model = config.Model.Name,
            Task = KeyPath.Snake(task.ToString()),
            Parameters = parameters.Sum(entry => entry.Tensor.Count),
            TrainableParameters = parameters.Where(entry => entry.Tensor.RequiresGrad).Sum(entry => entry.Tensor.Count),
            Weights = loaded is null ? [] : [.. loaded.Lines()],
            Groups = [.. trainer.Groups
                .Select(group => new GroupRow(group.First, group.Tensors, group.Parameters, group.LearningRate, group.WeightDecay))],
        };
    }

    /// <summary>The same in lines, with what it runs on.</summary>
    public static IEnumerable<string> Lines(RunSummary summary, RunEnvironment environment, int classes, Trainer trainer) =>
    [
        $"{summary.Model}: {Show.Count(summary.Parameters)} parameters, {classes} classes ({summary.ClassTable}), on "
            + $"{environment.Device} with {environment.Threads} threads, libtorch "
            + $"{environment.Libtorch}{(environment.BlasKernel is { } kernel ? $", OpenBLAS {kernel}" : "")}",
        .. summary.Weights.DefaultIfEmpty("from random weights: model.weights names no file"),
        .. trainer.Groups.Select(group => $"  group {group}"),
    ];
}
