using Panoptes.Data.Samples;
using Panoptes.Experiments.Advice;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Examinations;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Experiments.TensorBoard;
using Panoptes.Foundation;
using Panoptes.Models.Loading;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Collectives;
using Panoptes.Training.Engine;
using Panoptes.Training.Profiling;
using Panoptes.Training.Signals;
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
    private readonly RunProcesses processes;
    private Trainer? trainer;

    private TrainingSession(
        RunConfig config, RunData data, RunFolder folder, EventLog log, ProgressLine progress, Action<RunFolder> writeReport,
        TimeProvider time, RunProcesses processes) =>
        (this.config, this.data, this.folder, this.log, this.progress, this.writeReport, this.time, this.processes)
            = (config, data, folder, log, progress, processes.IsFirst ? writeReport : _ => { }, time, processes);

    /// <summary>Trains a run, or goes on with it. A start that fails leaves no folder.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="configPath">The file it was read from, which names the run; null where there is none.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <param name="writeReport">Writes the page of a run; called after every evaluation and at the end.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <param name="place">Which of the processes of the run this is; null for one alone.</param>
    /// <returns>
    /// Exit code: 0 when done, 75 when a signal or the loss of another process stopped it and the same command goes on.
    /// </returns>
    /// <exception cref="InputException">Data, weights, configuration or checkpoint cannot be used.</exception>
    public static int Run(
        RunConfig config, string? configPath, IAnsiConsole console, Action<RunFolder> writeReport, TimeProvider? time = null,
        ProcessPlace? place = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(writeReport);
        time ??= TimeProvider.System;
        using var signals = StopSignals.Listen();
        var data = RunData.Open(config);
        var folder = RunFolder.ForTraining(config, configPath, data);
        try
        {
            using var processes = RunProcesses.Join(place, config);
            return Run(config, configPath, data, folder, console, writeReport, time, signals, processes);
        }
        catch (TensorException error) when (place is not null && LostProcess.IsMeant(error))
        {
            // Before the run was this process's, or while it was leaving it.
            Console.Error.WriteLine($"{LostProcess.Line(error, place.Rank, place.Size, null)}; the same command begins again");
            return ExitCodes.Resumable;
        }
    }

    private static int Run(
        RunConfig config, string? configPath, RunData data, RunFolder folder, IAnsiConsole console, Action<RunFolder> writeReport,
        TimeProvider time, StopSignals signals, RunProcesses processes)
    {
        // The first makes the folder and takes the lock; then the others may use it.
        var isNew = processes.IsFirst && !Directory.Exists(folder.FullPath);
        using var runLock = processes.IsFirst ? RunLock.Take(folder.FullPath, time) : null;
        processes.Collective.Meet();
        using var progress = new ProgressLine(processes.ConsoleOf(folder, console), time);
        progress.Say($"run {folder.Shown}");
        using var log = EventLog.Open(processes.EventLog(folder), time);
        var session = new TrainingSession(config, data, folder, log, progress, writeReport, time, processes);
        try
        {
            session.TellLeftovers(runLock);
            foreach (var other in folder.OfOtherData(config, configPath).Where(_ => isNew))
            {
                session.Warn("data", $"{other} has these settings with other data; this is a new run");
            }

            return session.Train(signals);
        }
        catch (OperationCanceledException) when (signals.Received is { } signal)
        {
            return session.GiveUp(signal, isNew);
        }
        catch (TensorException error) when (processes.Collective.Size > 1 && LostProcess.IsMeant(error))
        {
            return session.LoseProcess(error);
        }
        catch when (isNew && !folder.HasBegun)
        {
            Directory.Delete(folder.FullPath, recursive: true);
            throw;
        }
        catch (Exception error)
        {
            log.Write(new AttemptEnded
            {
                Step = RunHistory.Read(folder.EventLog).LastStep,
                Reason = "error",
                ExitCode = 1,
                Error = error.Message,
            });
            throw;
        }
    }

    // What was saved is whole, as nothing is written in place: the processes begin again from there.
    private int LoseProcess(TensorException error)
    {
        var line = LostProcess.Line(error, processes.Collective.Rank, processes.Collective.Size, trainer?.Step + 1);
        processes.SayLost(line, progress);

        log.Write(new AttemptEnded
        {
            Step = trainer?.Step ?? RunHistory.Read(processes.EventLog(folder)).LastStep,
            Reason = "lost process",
            ExitCode = ExitCodes.Resumable,
            Error = line,
        });
        return ExitCodes.Resumable;
    }

    // What comes before the first step can take long too: the segments of a large data set are found then.
    private int GiveUp(string signal, bool isNew)
    {
        progress.Say($"stopped before its first step ({signal}); the same command begins anew");
        if (isNew && !folder.HasBegun)
        {
            Directory.Delete(folder.FullPath, recursive: true);
        }
        else
        {
            log.Write(new AttemptEnded
            {
                Step = RunHistory.Read(folder.EventLog).LastStep,
                Reason = KeyName(StopReason.Signal),
                ExitCode = ExitCodes.Resumable,
            });
        }

        return ExitCodes.Resumable;
    }

    private int Train(StopSignals signals)
    {
        var begun = folder.ReadFirstEnvironment()?.BlasKernel;
        if (!BlasKernel.Continue(begun))
        {
            Warn("blas", $"matrix products run on OpenBLAS's {BlasKernel.Name ?? "no"} kernel ({BlasKernel.Choice.Reason}), not on "
                + $"{begun} as the run began: "
                + "the last bits differ from those of an unbroken run");
        }

        var device = EngineSetup.Apply(config.Train with { Device = processes.Device });
        var (train, validation) = (data.Train, data.Validation);
        Tell(config.Data.TrainSplit, train);
        Tell(config.Data.ValSplit, validation);
        var task = RunTask.Of(config, train.Available, train.Classes);
        SplitSurvey.Warnings(data, config, task).ForEach(text => Warn("data", text));
        new LabelGate(config, progress.Say, text => Warn("labels", text)).Check(data);
        using var model = RunModel.Create(config, train.Classes);
        var loaded = Pretrained.Load(model, config.Model);
        var store = processes.Open(
            () => new CheckpointStore(folder.Checkpoints, config.Train.Checkpoint.Keep, line => Warn("checkpoint", line)));
        model.To(device);
        SmallImages.Try(validation, RunModel.Predictor(model, config, train.Classes, device, whileTraining: true));

        var resumed = store.List().Count > 0 ? store.List()[^1].Step : 0;
        using var board = config.Report.TensorBoard && processes.IsFirst ? new TensorBoardWriter(folder.TensorBoard, time, resumed) : null;
        using var profile = config.Train.Profile > 0 && processes.IsFirst ? new ProfileHook(config.Train.Profile, WriteProfile) : null;
        var plan = StagePlan.Of(config);
        using var domains = DomainPlan.Statistics(config, plan, model);
        var run = new StageRun(data, folder, log, progress, writeReport, signals, store, board, device, task)
        {
            Domains = domains,
            Collective = processes.Collective,
            Warn = Warn,
            Profile = profile,
            Monitor = processes.IsFirst ? RunMonitor.Of(config, folder, resumed) : null,
            Teaching = processes.IsFirst ? TeachingWatch.Of(config, folder, resumed) : null,
        };
        foreach (var line in config.Distillation is { } distillation ? DistillationPlan.Explain(config, distillation) : [])
        {
            progress.Say(line);
        }

        var reason = StopReason.Completed;
        var (steps, done) = (0L, resumed);
        using (var checkpoint = store.NewestValid())
        {
            var first = checkpoint is null ? 0 : StagePlan.IndexOf(plan, checkpoint.Manifest.Stage, folder);
            using var stages = new StageSequence(run, model);
            foreach (var later in plan.Skip(first + 1))
            {
                stages.Check(later);
            }

            for (var i = first; i < plan.Count && reason is StopReason.Completed; i++)
            {
                trainer = stages.Enter(plan[i], i == first ? null : plan[i - 1], i == first ? checkpoint : null);
                if (i == first)
                {
                    TellResumed(trainer, checkpoint);
                    Begin(trainer, loaded, device, task);
                    if (processes.IsFirst)
                    {
                        FirstBatch.Draw(config, folder, stages.Streams, train.Classes.VoidTrainId, board);
                    }
                }

                if (plan.Count > 1)
                {
                    progress.Say($"stage {plan[i].Span.Name}: steps {plan[i].Span.Start + 1} to {plan[i].Span.End}");
                }

                var before = trainer.Step;
                reason = trainer.Run();
                (steps, done) = (steps + trainer.Step - before, trainer.Step);
                if (reason == StopReason.Early)
                {
                    progress.Say($"stopped early at step {trainer.Step} of {config.Train.Steps}: nothing better since step "
                        + $"{trainer.Progress.BestStep}");
                }
            }
        }

        processes.Collective.Meet();
        return Finish(reason, steps, done, model, device, task, signals.Received);
    }

    private int Finish(StopReason reason, long steps, long done, Segmenter model, Device device, SegmentationTask task, string? signal)
    {
        var exit = ExitCodes.Of(reason);
        var isDone = reason is StopReason.Completed or StopReason.Early;
        if (isDone && FirstProcess.Decides(
            processes.Collective, () => steps > 0 || !File.Exists(folder.Evaluation(config.Data.ValSplit))))
        {
            new BestEvaluation(folder, config, data, processes, progress, time).Measure(model, device, task);
        }
        else if (!isDone)
        {
            progress.Say($"stopped at step {done} of {config.Train.Steps} ({signal ?? "asked to"}); the same command goes on from there");
        }

        log.Write(new AttemptEnded { Step = done, Reason = KeyName(reason), ExitCode = exit });
        if (isDone && processes.IsFirst)
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
        progress.Say(
            $"trace of {steps.Count} steps {Path.Combine(folder.Shown, Path.GetFileName(folder.Profile))}, which ui.perfetto.dev opens");
    }

    private void TellResumed(Trainer trainer, Checkpoint? checkpoint)
    {
        if (checkpoint is not null)
        {
            progress.Say(trainer.Step >= config.Train.Steps
                ? $"all {trainer.Step} steps are done already"
                : $"going on from step {trainer.Step} of {config.Train.Steps}");
        }
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

    private void Begin(Trainer trainer, LoadReport? loaded, Device device, SegmentationTask task)
    {
        var (train, summary) = (data.Train, TrainedSummary.Of(data, config, trainer, loaded, task));
        var environment = RunEnvironment.Look(time, Libtorch.Version, Threads.Count, device.ToString()) with
        {
            BlasKernel = BlasKernel.Name,
            BlasChoice = BlasKernel.Choice.Reason,
        };
        if (processes.IsFirst)
        {
            summary.Write(folder.Summary);
            folder.WriteConfig(config);
            folder.WriteEnvironment(environment, log.Attempt);
        }

        log.Write(new AttemptStarted
        {
            Step = trainer.Step,
            Steps = config.Train.Steps,
            Pid = Environment.ProcessId,
            Host = environment.Host,
            Fingerprint = Fingerprint.Of(config),
        });

        foreach (var line in TrainedSummary.Lines(summary, environment, train.Classes.Count, trainer))
        {
            progress.Say(line);
        }

        if (processes.Collective.Size > 1)
        {
            progress.Say($"{processes.Collective.Size} processes, of which this is rank {processes.Collective.Rank}; "
                + $"{config.Train.BatchSize / processes.Collective.Size} of {config.Train.BatchSize} images each");
        }

        if (processes.IsFirst)
        {
            Say(AdviceFile.BeforeTraining(folder, config));
        }
    }

    private void Say(IEnumerable<AdviceItem> advice)
    {
        foreach (var item in advice)
        {
            progress.Say($"advice {item}");
        }
    }

    private void TellLeftovers(RunLock? runLock)
    {
        if (runLock?.Stale is { } stale)
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

    private static string KeyName<T>(T name)
        where T : struct, Enum => Configuration.KeyPath.Snake(name.ToString());
}
