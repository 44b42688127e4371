using Panoptes.Diagnosis.Monitoring;
using Panoptes.Diagnosis.Teaching;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Examinations;
using Panoptes.Experiments.Hooks;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.TensorBoard;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Collectives;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Predictions;
using Panoptes.Training.Hooks;
using Panoptes.Training.Signals;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Experiments.Sessions;

/// <summary>What all stages of one attempt share: where they read, write and tell.</summary>
/// <param name="Data">The run's data.</param>
/// <param name="Folder">The run.</param>
/// <param name="Log">Its event log.</param>
/// <param name="Progress">The console.</param>
/// <param name="WriteReport">Renews the run's page.</param>
/// <param name="Signals">What asks to stop.</param>
/// <param name="Store">Its checkpoints.</param>
/// <param name="Board">Its TensorBoard file; null where there is none.</param>
/// <param name="Device">Where the model runs.</param>
/// <param name="Task">What is asked of the model.</param>
internal sealed record StageRun(
    RunData Data,
    RunFolder Folder,
    EventLog Log,
    ProgressLine Progress,
    Action<RunFolder> WriteReport,
    StopSignals Signals,
    CheckpointStore Store,
    TensorBoardWriter? Board,
    Device Device,
    SegmentationTask Task)
{
    /// <summary>The processes that train together.</summary>
    public ICollective Collective { get; init; } = new SingleProcess();

    /// <summary>Where what a training finds wrong is written.</summary>
    public string Diagnostics => Collective.Rank == 0 ? Folder.FullPath : Folder.RankFolder(Collective.Rank);

    /// <summary>Takes a warning: its kind, its text, and the step where that is known.</summary>
    public required Action<string, string, long?> Warn { get; init; }

    /// <summary>Running statistics that streams have of their own; null where all share the model's.</summary>
    public DomainStatistics? Domains { get; init; }

    /// <summary>Traces steps; null where none are traced.</summary>
    public IHook? Profile { get; init; }

    /// <summary>Watches the evaluations; null where nobody does.</summary>
    public TrainingMonitor? Monitor { get; init; }

    /// <summary>Watches the teachers; null where nobody does.</summary>
    public TeachingMonitor? Teaching { get; init; }

    /// <summary>What is done in place of all that a run does besides learning; null for a run.</summary>
    public IReadOnlyList<IHook>? Instead { get; init; }

    /// <summary>What a stage does besides learning, in this order.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="model">The model.</param>
    /// <param name="teachers">What teaches it; the first is measured, too.</param>
    public IReadOnlyList<IHook> Hooks(PlannedStage stage, Segmenter model, IReadOnlyList<TeacherSupervision> teachers)
    {
        if (Instead is not null)
        {
            return Instead;
        }

        var config = stage.Config;
        var (split, evaluation) = (config.Data.ValSplit, config.Train.Evaluation);
        var meter = new MeterHook(Device);
        var evaluator = new Evaluator(Data.Validation, evaluation, RunTask.Kinds(config, Task, Data.Train.Classes), Collective);
        var student = Predictor(model);
        var agreement = new AgreementHook(teachers.Count == 0 ? null : teachers[0].Stream);
        return
        [
            .. Profile is null ? Array.Empty<IHook>() : [Profile],
            meter,
            agreement,
            new EventHook(Log, meter, split),
            .. Monitor is null
                ? Array.Empty<IHook>() : [new MonitorHook(Monitor, alarm => Warn("monitor", alarm.Text, alarm.Step))],
            .. Teaching is null ? Array.Empty<IHook>() : [Watch(Teaching)],
            .. Board is null ? Array.Empty<IHook>() : [new TensorBoardHook(Board, meter, split, Data.Train.Classes.Names)],
            new ProgressHook(Progress, meter, split),
            new StopHook(Signals),
            new EarlyStopHook(evaluation.Patience, evaluation.Every),
            new ValidateHook(
                (_, stop) => WithFurther(Measure(stop)),
                evaluation.Every, Signals.Token),
            new CheckpointHook(Store, config.Train.Checkpoint.Every),
            .. Collective.Rank == 0 ? [new ReportHook(Folder, WriteReport)] : Array.Empty<IHook>(),
        ];

        TeachingHook Watch(TeachingMonitor monitor) => new(
            monitor, TeachingWatch.Stage(stage), TeachingWatch.Teachers(config, teachers, Task, Data.Train.Classes),
            Data.Train.Classes.Names, alarm => Warn(TeachingWatch.Kind(alarm.Sign), alarm.Text, alarm.Step));

        EvaluationResult WithFurther(EvaluationResult result) => result with
        {
            Further =
            [
                .. teachers is [{ Distance: { } distance }, ..]
                    ? [Distance(distance)] : Array.Empty<Metric>(),
                .. agreement.Take(),
            ],
        };

        EvaluationResult Measure(CancellationToken stop)
        {
            using var domain = Domains?.Enter(evaluation.Domain);
            return MeasuredNetworks.Evaluate(
                evaluator, evaluation.Network, student, teachers.Count == 0 ? null : () => Predictor(teachers[0].Network.Model),
                (done, count) => Progress.Images($"evaluating {split}", done, count), stop);
        }

        static Metric Distance(double value) =>
            new("teacher_distance", "distance of teacher and student", value) { IsShare = false, HigherIsBetter = false };

        Predictor Predictor(Segmenter network) => RunModel.Predictor(network, config, Data.Train.Classes, Device, whileTraining: true);
    }
}
