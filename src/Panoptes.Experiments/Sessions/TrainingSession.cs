using Panoptes.Data.Checking;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Experiments.Advice;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Hooks;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.TensorBoard;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Models.Catalog;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;
using Panoptes.Training.Hooks;
using Panoptes.Training.Profiling;
using Panoptes.Training.Signals;
using Panoptes.Training.Supervision;
using Spectre.Console;

namespace Panoptes.Experiments.Sessions;

/// <summary>
/// One attempt of a run, from its configuration to its page: opens the data, makes the model, loads weights, resumes where
/// an earlier attempt stopped, trains, measures the best weights on the validation split and writes the report.
/// </summary>
public sealed class TrainingSession
{
    private readonly RunConfig config;
    private readonly RunData data;
    private readonly RunFolder folder;
    private readonly EventLog log;
    private readonly ProgressLine progress;
    private readonly Action<RunFolder> writeReport;
    private readonly TimeProvider time;

    private TrainingSession(
        RunConfig config, RunData data, RunFolder folder, EventLog log, ProgressLine progress, Action<RunFolder> writeReport, TimeProvider time) =>
        (this.config, this.data, this.folder, this.log, this.progress, this.writeReport, this.time)
            = (config, data, folder, log, progress, writeReport, time);

    /// <summary>Trains a run, or goes on with it. A start that fails leaves no folder.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="configPath">The file it was read from, which names the run; null where there is none.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <param name="writeReport">Writes the page of a run; called after every evaluation and at the end.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <returns>Exit code: 0 when done, 75 when a signal stopped it and the same command goes on.</returns>
    /// <exception cref="InputException">Data, weights, configuration or checkpoint cannot be used.</exception>
    public static int Run(RunConfig config, string? configPath, IAnsiConsole console, Action<RunFolder> writeReport, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(writeReport);
        time ??= TimeProvider.System;
        using var signals = StopSignals.Listen();
        using var progress = new ProgressLine(console, time);
        var data = RunData.Open(config);
        var folder = RunFolder.ForTraining(config, configPath, data);
        progress.Say($"run {folder.Shown}");
        var isNew = !Directory.Exists(folder.FullPath);
        using var runLock = RunLock.Take(folder.FullPath, time);
        using var log = EventLog.Open(folder.EventLog, time);
        var session = new TrainingSession(config, data, folder, log, progress, writeReport, time);
        try
        {
            session.TellLeftovers(runLock);
            foreach (var other in folder.OfOtherData(config, configPath).Where(_ => isNew))
            {
                session.Warn("data", $"{other} has these settings with other data; this is a new run");
            }

            return session.Train(signals);
        }
        catch when (isNew && !folder.HasBegun)
        {
            Directory.Delete(folder.FullPath, recursive: true);
            throw;
        }
        catch (Exception error)
        {
            log.Write(new AttemptEnded { Step = RunHistory.Read(folder.EventLog).LastStep, Reason = "error", ExitCode = 1, Error = error.Message });
            throw;
        }
    }

    private int Train(StopSignals signals)
    {
        var begun = folder.ReadFirstEnvironment()?.BlasKernel;
        if (!BlasKernel.Continue(begun))
        {
            Warn("blas", $"matrix products run on OpenBLAS's {BlasKernel.Name ?? "no"} kernel ({BlasKernel.Choice.Reason}), not on {begun} as the run began: "
                + "the last bits differ from those of an unbroken run");
        }

        var device = EngineSetup.Apply(config.Train);
        var (train, validation) = (data.Train, data.Validation);
        Tell(config.Data.TrainSplit, train);
        Tell(config.Data.ValSplit, validation);
        SurveyLabels();
        using var model = ModelCatalog.Create(config.Model with { NumClasses = RunModel.Classes(config, train.Classes) });
        var loaded = Pretrained.Load(model, config.Model);
        using var loader = new BatchLoader(train, config.Augmentation, config.Loader, config.Train.BatchSize, config.Train.Seed, pinned: !device.IsCpu);
        loader.OnQuarantine = sample => Warn("quarantine", $"{sample.Reason}; another sample takes its place", sample.Step);
        var store = new CheckpointStore(folder.Checkpoints, config.Train.Checkpoint.Keep, line => Warn("checkpoint", line));
        var evaluator = new Evaluator(validation, config.Train.Evaluation);
        var predictor = RunModel.Predictor(model, config, device, whileTraining: true);
        model.To(device);
        SmallImages.Try(validation, predictor);

        var resumed = store.List().Count > 0 ? store.List()[^1].Step : 0;
        using var board = config.Report.TensorBoard ? new TensorBoardWriter(folder.TensorBoard, time, resumed) : null;
        var meter = new MeterHook(device);
        using var profile = config.Train.Profile > 0 ? new ProfileHook(config.Train.Profile, WriteProfile) : null;
        IReadOnlyList<IHook> hooks =
        [
            .. profile is null ? Array.Empty<IHook>() : [profile],
            meter,
            new EventHook(log, meter, config.Data.ValSplit),
            .. board is null ? Array.Empty<IHook>() : [new TensorBoardHook(board, meter, config.Data.ValSplit, train.Classes.Names)],
            new ProgressHook(progress, meter, config.Data.ValSplit),
            new StopHook(signals),
            new EarlyStopHook(config.Train.Evaluation.Patience, config.Train.Evaluation.Every),
            new ValidateHook((_, stop) => evaluator.Evaluate(predictor, (done, count) => progress.Images($"evaluating {config.Data.ValSplit}", done, count), stop), config.Train.Evaluation.Every, signals.Token),
            new CheckpointHook(store, config.Train.Checkpoint.Every),
            new ReportHook(folder, writeReport),
        ];
        using var trainer = new Trainer(new TrainingSetup(model, loader.Take, [new GroundTruth(config.Train.Loss)]), config.Train, hooks, device, folder.FullPath);
        Restore(trainer, store);
        Begin(trainer, loaded, device);
        DrawFirstBatch(loader, train.Classes.VoidTrainId, board);

        var first = trainer.Step;
        var reason = trainer.Run();
        var exit = ExitCodes.Of(reason);
        var isDone = reason is StopReason.Completed or StopReason.Early;
        if (reason == StopReason.Early)
        {
            progress.Say($"stopped early at step {trainer.Step} of {config.Train.Steps}: nothing better since step {trainer.Progress.BestStep}");
        }

        if (isDone && (trainer.Step > first || !File.Exists(folder.Evaluation(config.Data.ValSplit))))
        {
            MeasureBest(model, validation, device);
        }
        else if (!isDone)
        {
            progress.Say($"stopped at step {trainer.Step} of {config.Train.Steps} ({signals.Received ?? "asked to"}); the same command goes on from there");
        }

        log.Write(new AttemptEnded { Step = trainer.Step, Reason = KeyName(reason), ExitCode = exit });
        if (isDone)
        {
            Say(AdviceFile.AfterTraining(folder, config));
        }

        writeReport(folder);
        progress.Say($"report {Path.Combine(folder.Shown, Path.GetFileName(folder.Report))}");
        return exit;
    }

    private void WriteProfile(IReadOnlyList<StepProfile> steps)
    {
        ChromeTrace.Write(folder.Profile, steps);
        ProfileSummary.Of(steps).Write(folder.ProfileSummary);
        progress.Say($"trace of {steps.Count} steps {Path.Combine(folder.Shown, Path.GetFileName(folder.Profile))}, which ui.perfetto.dev opens");
    }

    private void Tell(string split, IDataset dataset)
    {
        progress.Say($"{split}: {dataset.Count} images of {dataset.Name}");
        foreach (var note in dataset.Notes)
        {
            progress.Say($"  {note}");
        }

        foreach (var warning in dataset.Warnings)
        {
            Warn("data", warning);
        }
    }

    private void SurveyLabels()
    {
        var weights = config.Train.Loss.Terms is [{ ClassWeights: { } only }] ? only : [];
        if (LabelSurvey.Look(data.Train, config.Data.TrainSplit, weights) is { } fault)
        {
            if (fault.TeachesNothing)
            {
                throw fault.Error;
            }

            Warn("data", fault.Error.Message);
        }

        if (LabelSurvey.Look(data.Validation, config.Data.ValSplit, []) is { } unmeasurable)
        {
            Warn("data", unmeasurable.Error.Message);
        }
    }

    private void Restore(Trainer trainer, CheckpointStore store)
    {
        using var checkpoint = store.NewestValid();
        if (checkpoint is not null)
        {
            foreach (var lacking in trainer.Restore(checkpoint))
            {
                Warn("checkpoint", lacking, trainer.Step);
            }

            if (trainer.Progress.BestScore is not null && !store.HasBest(trainer.Progress.BestStep))
            {
                trainer.ForgetBest();
            }

            progress.Say(trainer.Step >= config.Train.Steps ? $"all {trainer.Step} steps are done already" : $"going on from step {trainer.Step} of {config.Train.Steps}");
        }
    }

    private void Begin(Trainer trainer, LoadReport? loaded, Device device)
    {
        var (train, validation) = (data.Train, data.Validation);
        var model = trainer.Model;
        var parameters = model.NamedParameters();
        var summary = new RunSummary
        {
            DataSet = train.Name,
            ClassTable = train.Classes.Name,
            Splits = data.Splits,
            Ids = data.Ids,
            Classes = [.. Enumerable.Range(0, train.Classes.Count).Select(id => train.Classes[id]).Select(entry => new ClassColor(entry.Name, entry.Color.Hex, entry.IsThing, entry.RawId))],
            Notes = [.. train.Notes.Concat(validation.Notes).Distinct()],
            Model = config.Model.Name,
            Parameters = parameters.Sum(entry => entry.Tensor.Count),
            TrainableParameters = parameters.Where(entry => entry.Tensor.RequiresGrad).Sum(entry => entry.Tensor.Count),
            Weights = loaded is null ? [] : [.. loaded.Lines()],
            Groups = [.. trainer.Groups.Select(group => new GroupRow(group.First, group.Tensors, group.Parameters, group.LearningRate, group.WeightDecay))],
        };
        summary.Write(folder.Summary);
        folder.WriteConfig(config);
        var environment = RunEnvironment.Look(time, Libtorch.Version, Threads.Count, device.ToString()) with
        {
            BlasKernel = BlasKernel.Name,
            BlasChoice = BlasKernel.Choice.Reason,
        };
        folder.WriteEnvironment(environment, log.Attempt);
        log.Write(new AttemptStarted { Step = trainer.Step, Steps = config.Train.Steps, Pid = Environment.ProcessId, Host = environment.Host, Fingerprint = Fingerprint.Of(config) });

        progress.Say($"{summary.Model}: {Show.Count(summary.Parameters)} parameters, {train.Classes.Count} classes ({train.Classes.Name}), on {environment.Device} with {environment.Threads} threads, libtorch {environment.Libtorch}{(environment.BlasKernel is { } kernel ? $", OpenBLAS {kernel}" : "")}");
        foreach (var line in summary.Weights.DefaultIfEmpty("from random weights: model.weights names no file"))
        {
            progress.Say(line);
        }

        foreach (var group in trainer.Groups)
        {
            progress.Say($"  group {group}");
        }

        Say(AdviceFile.BeforeTraining(folder, config));
    }

    private void Say(IEnumerable<AdviceItem> advice)
    {
        foreach (var item in advice)
        {
            progress.Say($"advice {item}");
        }
    }

    private void DrawFirstBatch(BatchLoader loader, int voidId, TensorBoardWriter? board)
    {
        if (File.Exists(folder.BatchSheet) || config.Report.BatchSamples == 0)
        {
            return;
        }

        using var batch = loader.Take(0);
        var sheet = BatchSheet.Draw(batch, config.Augmentation, voidId, config.Report.BatchSamples);
        var jpeg = JpegFile.Encode(sheet, config.Report.JpegQuality);
        AtomicFile.Write(folder.BatchSheet, stream => stream.Write(jpeg));
        board?.Image("first_batch", jpeg, sheet.Width, sheet.Height, 0);
        board?.Text("configuration", $"```\n{Configuration.ConfigWriter.ToYaml(config)}```", 0);
    }

    private void MeasureBest(Segmenter model, IDataset validation, Device device)
    {
        var weights = RunModel.Load(model, folder, "best", progress.Say);
        var what = new EvaluationSubject(config.Data.ValSplit, config.Data.ValSplit, validation, data.Splits.First(split => split.Role == "val"));
        RunEvaluation.Measure(folder, config, what, [EvaluationKind.Semantic], RunModel.Predictor(model, config, device, whileTraining: false), weights, progress, time);
    }

    private void TellLeftovers(RunLock runLock)
    {
        if (runLock.Stale is { } stale)
        {
            Warn("lock", $"process {stale.Pid} on {stale.Host} left this run without letting go (killed?); taking over");
        }

        if (log.TornBytes > 0)
        {
            Warn("events", $"dropped {log.TornBytes} bytes of a torn last line from the event log");
        }
    }

    private void Warn(string kind, string text, long? step = null)
    {
        progress.Say($"warning: {text}");
        log.Write(new Incident { Step = step ?? RunHistory.Read(folder.EventLog).LastStep, Kind = kind, Text = text });
    }

    private static string KeyName(StopReason reason) => Configuration.KeyPath.Snake(reason.ToString());
}
