using Panoptes.Data.Classes;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Locations;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Catalog;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Sessions;

/// <summary>Makes and fills the model of a run.</summary>
internal static class RunModel
{
    /// <summary>Classes that a run's model tells apart: those of the data, which the configuration may only confirm.</summary>
    /// <exception cref="InputException">The configuration says another number.</exception>
    public static int Classes(RunConfig config, ClassTable table) =>
        config.Model.NumClasses is null || config.Model.NumClasses == table.Count
        ? table.Count
        : throw new InputException(
            "model.num_classes", $"{config.Model.NumClasses}", $"{table.Count}, as the class table {table.Name} has",
            "leave it out, or choose another class table with data.classes");

    /// <summary>A run's model with random weights, for a data set's classes.</summary>
    /// <exception cref="InputException">The configuration says another number of classes, or a setting is out of range.</exception>
    public static Segmenter Create(RunConfig config, ClassTable table) => Create(config, Classes(config, table), table.Things);

    /// <summary>A run's model with random weights.</summary>
    /// <param name="config">The run's configuration.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="things">Train ids of those of objects.</param>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public static Segmenter Create(RunConfig config, int classes, IEnumerable<int> things) =>
        ModelCatalog.Create(config.Model.Family.ForClasses(config.Model, classes, [.. things]));

    /// <summary>A predictor with a run's settings.</summary>
    /// <param name="model">The model.</param>
    /// <param name="config">The run's configuration.</param>
    /// <param name="classes">The classes, of which those of objects are read as such.</param>
    /// <param name="device">Where the model lies.</param>
    /// <param name="whileTraining">True leaves test-time augmentation out, which would only slow training down.</param>
    public static Predictor Predictor(Segmenter model, RunConfig config, ClassTable classes, Device device, bool whileTraining) =>
        Predictor(model, config, classes.Things, device, whileTraining);

    /// <summary>A predictor with a run's settings.</summary>
    /// <param name="model">The model.</param>
    /// <param name="config">The run's configuration.</param>
    /// <param name="things">Train ids of the classes of objects.</param>
    /// <param name="device">Where the model lies.</param>
    /// <param name="whileTraining">True leaves test-time augmentation out, which would only slow training down.</param>
    public static Predictor Predictor(Segmenter model, RunConfig config, IEnumerable<int> things, Device device, bool whileTraining)
    {
        var evaluation = whileTraining ? config.Train.Evaluation with { Scales = [1], Flip = false } : config.Train.Evaluation;
        var normalization = new Normalization(
            [.. config.Augmentation.Mean.Select(value => (float)value)], [.. config.Augmentation.Std.Select(value => (float)value)]);
        return new Predictor(
            model, evaluation, normalization, device, config.Train.Precision, config.Train.ChannelsLast, RunTask.Reading(config, things));
    }

    /// <summary>Fills a model from a run's checkpoints. Only reads, so that a training that goes on meanwhile is not disturbed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The run.</param>
    /// <param name="which"><c>best</c>, <c>last</c>, or the path of a checkpoint.</param>
    /// <param name="say">Takes a line where something else is loaded than was asked for.</param>
    /// <param name="network">
    /// Where one network teaches the other: which; <see cref="EvaluatedNetwork.Both"/> stands for the one whose score decided.
    /// </param>
    /// <param name="domain">
    /// The stream whose running statistics the trained network has; null for the labeled one's. A teacher has its own.
    /// </param>
    /// <returns>What was loaded, and after how many steps.</returns>
    /// <exception cref="InputException">There is no such checkpoint, or it cannot be used.</exception>
    public static LoadedWeights Load(
        Segmenter model, RunFolder folder, string which, Action<string> say, EvaluatedNetwork network = EvaluatedNetwork.Both,
        string? domain = null)
    {
        if (which is "best" or "last" && UntrainedRun.Is(folder))
        {
            return UntrainedRun.Fill(model, folder);
        }

        if (which is not ("best" or "last"))
        {
            return RunOrFile.NoCheckpoint(which, folder.Checkpoints) is { } wrong ? throw wrong : Fill(
                model, Checkpoint.Read(which), Path.GetFileName(which), network, domain);
        }

        var files = new CheckpointFolder(folder.Checkpoints);
        if (which == "best" && File.Exists(files.BestPath))
        {
            return Fill(model, CheckpointFolder.TryRead(files.BestPath, out var damaged) ?? throw BestDamaged(files, damaged!), "best",
                network, domain);
        }

        InputException? reason = null;
        var newest = files.NewestWhole((_, broken) =>
        {
            reason ??= broken;
            say($"warning: {broken.Message}");
        }) ?? throw files.NoneWhole(toGoOn: false, reason);
        if (which == "best")
        {
            var progress = newest.Manifest.Progress;
            say(progress.BestScore is null
                ? "there is no best checkpoint, as nothing was evaluated while training: taking the last"
                : $"warning: {files.BestPath}, the weights of step {progress.BestStep}, is missing: taking the last, of step "
                    + $"{progress.Step}");
        }

        return Fill(model, newest, "last", network, domain);
    }

    private static bool IsOf(Segmenter model, IReadOnlyList<(string Name, Tensor Tensor)> weights)
    {
        var own = model.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        return own.Count == weights.Count
            && weights.All(entry => own.TryGetValue(entry.Name, out var tensor) && tensor.Shape.SequenceEqual(entry.Tensor.Shape));
    }

    private static InputException BestDamaged(CheckpointFolder files, InputException damaged)
    {
        using var last = files.NewestWhole((_, _) => { });
        return new InputException(
            damaged.Source!,
            damaged.Found,
            damaged.Expected,
            last is null
                ? "copy it back from a backup: no other checkpoint of the run is whole either"
                : $"use the last one, of step {last.Manifest.Progress.Step}, which is whole: --weights last",
            damaged);
    }

    private static LoadedWeights Fill(Segmenter model, Checkpoint checkpoint, string name, EvaluatedNetwork network, string? domain)
    {
        using (checkpoint)
        {
            var progress = checkpoint.Manifest.Progress;
            var teacher = checkpoint.TeacherTensors();
            var isOfFamily = IsOf(model, teacher);
            if ((network == EvaluatedNetwork.Both ? progress.BestNetwork : network) != EvaluatedNetwork.Teacher)
            {
                checkpoint.RestoreModel(model, domain);
                return new LoadedWeights(name, progress.Step, isOfFamily);
            }

            Require.That(
                teacher.Count > 0, "train.evaluation.network", $"teacher, but the {name} checkpoint, of step {progress.Step}, holds none",
                "a checkpoint of a stage in which a network teaches", "leave it out, or name such a checkpoint with --weights");
            Require.That(
                isOfFamily, "train.evaluation.network", $"teacher, which in the {name} checkpoint is a network of another family",
                "a teacher of the trained network's family", "measure the run that the teacher is of (train.teacher.run)");
            model.LoadStateDict(teacher);
            return new LoadedWeights($"{name} teacher", progress.Step, HasTeacher: true);
        }
    }
}
