using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Sessions;

/// <summary>What is asked of a run's model: the one place in which <c>task: auto</c> is resolved.</summary>
internal static class RunTask
{
    /// <summary>The task: the configured one, else the first of the model's that the labels allow.</summary>
    /// <param name="config">The run's configuration.</param>
    /// <param name="available">The parts that the samples have.</param>
    /// <param name="classes">Their classes.</param>
    /// <exception cref="InputException">The model cannot do it, or the labels do not allow it.</exception>
    public static SegmentationTask Of(RunConfig config, SampleParts available, ClassTable classes)
    {
        var tasks = config.Model.Family.Tasks;
        if (config.Task is not { } asked)
        {
            return tasks.FirstOrDefault(task => Lack(task, available, classes) is null, tasks[0]);
        }

        if (!tasks.Contains(asked))
        {
            throw new InputException(
                "task", Word(asked), $"{string.Join(" or ", tasks.Select(Word))}, as {config.Model.Name} does",
                "choose another task or model");
        }

        return Lack(asked, available, classes) is { } lack
            ? throw new InputException(
                "task", $"{Word(asked)}, but the labels have {lack}", "labels that the task needs", "choose another task or data set")
            : asked;
    }

    /// <summary>The task of a run that is trained: another one where a setting asks for it, else the one that it was trained for.</summary>
    /// <param name="config">The run's configuration.</param>
    /// <param name="summary">What it was when training began.</param>
    /// <exception cref="InputException">The model cannot do it.</exception>
    public static SegmentationTask Trained(RunConfig config, RunSummary summary)
    {
        var tasks = config.Model.Family.Tasks;
        var task = config.Task ?? (Enum.TryParse<SegmentationTask>(summary.Task, ignoreCase: true, out var trained) ? trained : tasks[0]);
        return tasks.Contains(task)
            ? task
            : throw new InputException(
                "task", Word(task), $"{string.Join(" or ", tasks.Select(Word))}, as {config.Model.Name} does", "choose another task");
    }

    /// <summary>The task of a network that no run here trained: the configured one, else the first that the model is for.</summary>
    /// <param name="config">Its settings.</param>
    /// <exception cref="InputException">The model cannot do it.</exception>
    public static SegmentationTask Asked(RunConfig config) => Trained(config, new RunSummary { Task = "" });

    /// <summary>What is measured: the configured kinds, else that of the task.</summary>
    /// <param name="config">The run's configuration.</param>
    /// <param name="task">What is asked of its model.</param>
    /// <param name="predicted">The classes that the model tells apart.</param>
    /// <exception cref="InputException">A kind is not known.</exception>
    public static IReadOnlyList<EvaluationKind> Kinds(RunConfig config, SegmentationTask task, ClassTable predicted)
    {
        var names = config.Train.Evaluation.Kinds.Count > 0 ? config.Train.Evaluation.Kinds : [Word(task)];
        return [.. names.Distinct().Select(name => EvaluationKind.Of(name, EvaluationKind.For(predicted)))];
    }

    /// <summary>How the model's outputs become segments and objects.</summary>
    /// <param name="config">The run's configuration.</param>
    /// <param name="things">Train ids of the classes of objects.</param>
    public static ReadingOptions Reading(RunConfig config, IEnumerable<int> things) =>
        new(things.ToHashSet(), config.Train.Evaluation.Panoptic, config.Train.Evaluation.MaxDetections)
        {
            HasSegments = config.Task != SegmentationTask.Semantic
                || config.Train.Evaluation.Kinds.Any(
                    kind => kind != EvaluationKind.Semantic.Name && kind != EvaluationKind.UnsupervisedSemanticName),
        };

    private static string? Lack(SegmentationTask task, SampleParts available, ClassTable classes) => task switch
    {
        SegmentationTask.Panoptic => !available.HasFlag(SampleParts.Segments) ? "no segments"
            : classes.Things.Count() == classes.Count ? "no stuff" : null,
        SegmentationTask.Instance => (available & (SampleParts.Instances | SampleParts.Segments)) == SampleParts.None ? "no objects"
            : classes.Things.Any() ? null : "no class of objects",
        _ => available.HasFlag(SampleParts.Labels) ? null : "no label maps",
    };

    private static string Word(SegmentationTask task) => task.ToString().ToLowerInvariant();
}
