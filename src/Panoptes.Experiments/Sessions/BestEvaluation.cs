using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Collectives;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Sessions;

/// <summary>Measures the best weights of a training when it is done, in all its processes; the first writes what they found.</summary>
/// <param name="folder">The run.</param>
/// <param name="config">Its configuration.</param>
/// <param name="data">Its data.</param>
/// <param name="processes">The processes that train it.</param>
/// <param name="progress">The console.</param>
/// <param name="time">The clock.</param>
internal sealed class BestEvaluation(
    RunFolder folder, RunConfig config, RunData data, RunProcesses processes, ProgressLine progress, TimeProvider time)
{
    /// <summary>Measures the model, and its teacher where it has one and both are wanted.</summary>
    /// <param name="model">A model of the run, which gets the best weights.</param>
    /// <param name="device">Where it is.</param>
    /// <param name="task">What is asked of it.</param>
    public void Measure(Segmenter model, Device device, SegmentationTask task)
    {
        var weights = processes.IsFirst
            ? RunModel.Load(model, folder, "best", progress.Say, domain: config.Train.Evaluation.Domain) : null;
        processes.Collective.Meet();
        var hasTeacher = FirstProcess.Decides(processes.Collective, () => weights!.HasTeacher);
        var (split, classes) = (config.Data.ValSplit, data.Train.Classes);
        var subject = new EvaluationSubject(split, split, data.Validation, data.Splits.First(row => row.Role == "val"));
        var predictor = RunModel.Predictor(model, config, classes, device, whileTraining: false);
        var kinds = RunTask.Kinds(config, task, classes);
        Measure(subject, kinds, model, predictor, weights);
        if (hasTeacher && config.Train.Evaluation.Network == EvaluatedNetwork.Both)
        {
            var teacher = processes.IsFirst ? RunModel.Load(model, folder, "best", _ => { }, EvaluatedNetwork.Teacher) : null;
            Measure(subject.OfTeacher(), kinds, model, predictor, teacher);
        }
    }

    // The first process has read the weights, and may still draw pictures; the others need not find the run's files.
    private void Measure(
        EvaluationSubject subject, IReadOnlyList<EvaluationKind> kinds, Segmenter model, Predictor predictor, LoadedWeights? weights)
    {
        processes.Collective.Meet();
        SharedWeights.Spread(model, processes.Collective);
        if (weights is not null)
        {
            RunEvaluation.Measure(
                folder, config, subject, kinds, predictor, weights, progress, time, collective: processes.Collective);
            return;
        }

        _ = new Evaluator(subject.Dataset, config.Train.Evaluation, kinds, processes.Collective).Evaluate(predictor);
    }
}
