using System.Globalization;
using System.Text.Json;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Launching;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Planning;
using Panoptes.Studies.Records;
using Panoptes.Studies.Settings;
using Panoptes.Studies.Statuses;
using Panoptes.Training.Signals;

namespace Panoptes.Studies.Attempts;

/// <summary>
/// One attempt at a cell by whoever holds its lease: takes over what earlier attempts saved, trains in a process of its own, measures,
/// proves, publishes. All that it writes lies in a folder named after its fencing token; what is published carries that token.
/// </summary>
public sealed class CellAttempt
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);
    private readonly StudyFolder study;
    private readonly StudyConfig config;
    private readonly PlannedCell cell;
    private readonly CellFolder folder;
    private readonly AttemptOptions options;

    private CellAttempt(StudyFolder study, StudyConfig config, PlannedCell cell, AttemptOptions options) =>
        (this.study, this.config, this.cell, this.options, folder) = (study, config, cell, options, study.Of(cell));

    /// <summary>Makes one attempt.</summary>
    /// <param name="study">The study.</param>
    /// <param name="config">Its settings.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="leases">Where its lease is kept.</param>
    /// <param name="owner">Who this process is.</param>
    /// <param name="options">What else it needs.</param>
    /// <returns>0 done, 75 interrupted and can go on, 3 another holds the lease, 1 failed.</returns>
    /// <exception cref="InputException">The cell's configuration cannot be used, or is not what was planned.</exception>
    public static int Run(
        StudyFolder study, StudyConfig config, PlannedCell cell, ILeases leases, LeaseOwner owner, AttemptOptions options)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(leases);
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(options);
        var attempt = new CellAttempt(study, config, cell, options);
        if (attempt.IsDone())
        {
            options.Say($"{cell}: done already");
            return CellExit.Done;
        }

        using var signals = StopSignals.Listen();
        using var lease = leases.TryTake(cell.Fingerprint, owner, out var holder);
        if (lease is null)
        {
            options.Say($"{cell}: held by {holder?.Owner?.User}@{holder?.Owner?.Host} (process {holder?.Owner?.Pid})");
            return CellExit.Held;
        }

        // It may have been done, or given up, between the look and the lease.
        return attempt.IsDone() ? CellExit.Done : attempt.Hold(lease, owner, signals);
    }

    private bool IsDone() =>
        new Progress.CellReader(study, config.Leases).Status(cell, null).State is CellState.Completed;

    private int Hold(HeldLease lease, LeaseOwner owner, StopSignals signals)
    {
        var mine = folder.Attempt(lease.Token);
        Directory.CreateDirectory(mine.FullPath);
        using var log = new AttemptLog(mine.Events, lease.Token, $"{owner.User}@{owner.Host}", TimeProvider.System);
        var before = EarlierAttempts.Newest(folder, lease.Token);
        var end = new AttemptEndedEvent { Outcome = AttemptOutcome.Failed, Failure = FailureKind.Unknown };
        try
        {
            var run = Frozen();
            if (before is not null)
            {
                EarlierAttempts.TakeOver(before, mine);
            }

            var begun = SavedStep(mine);
            var command = Training(mine, run);
            log.Write(new AttemptBeganEvent
            {
                Cell = cell.Id,
                Pid = owner.Pid,
                Host = owner.Host,
                Scheduler = owner.Scheduler,
                Job = owner.Job,
                From = before?.Token ?? 0,
                Step = begun,
                Steps = cell.Steps,
                Command = [command.Program, .. command.Arguments],
            });
            options.Changed();
            options.Say($"{cell}: attempt {lease.Token}{(begun > 0 ? $", on from step {begun}" : "")}");
            CellPreflight.Check(run, mine.FullPath);
            using var beat = new Timer(_ => options.Changed(), null, Beat, Beat);
            end = Work(lease, mine, command, log, signals);
        }
        catch (InputException cause)
        {
            end = new AttemptEndedEvent
            {
                Outcome = AttemptOutcome.Failed,
                ExitCode = CellExit.Failed,
                Failure = cause.Source is "train.device" ? FailureKind.Infrastructure : FailureReader.Kind(1, [cause.Message], false),
                Reason = cause.Message,
            };
        }

        log.Write(Measured(end, mine));
        options.Changed();
        options.Say($"{cell}: {end.Outcome.ToString().ToLowerInvariant()}{(end.Reason.Length > 0 ? $": {end.Reason}" : "")}");
        return end.Outcome switch
        {
            AttemptOutcome.Completed => CellExit.Done,
            AttemptOutcome.Interrupted => CellExit.Interrupted,
            AttemptOutcome.Deposed => CellExit.Held,
            _ => CellExit.Failed,
        };
    }

    private AttemptEndedEvent Work(HeldLease lease, AttemptFolder mine, ChildCommand training, AttemptLog log, StopSignals signals)
    {
        var supervisor = new SupervisedCommand(signals, options.Grace, lease.Lost);
        var killed = MemoryKills.Count();
        var trained = supervisor.Run(training, mine.Output);
        if (Ended(trained, lease, signals, killed) is { } ended)
        {
            return ended;
        }

        log.Write(new PhaseEvent { Step = cell.Steps });
        options.Changed();
        if (!File.Exists(Path.Combine(mine.Run, "evaluation", $"{config.Split}.json")))
        {
            var measured = supervisor.Run(options.Program(["eval", mine.Run, "--split", config.Split]), mine.Output);
            if (Ended(measured, lease, signals, killed) is { } failed)
            {
                return failed;
            }
        }

        return Publish(lease, mine, log);
    }

    // Null where the command is done.
    private static AttemptEndedEvent? Ended(
        (int Code, IReadOnlyList<string> Lines) command, HeldLease lease, StopSignals signals, long killedBefore)
    {
        var (code, lines) = command;
        if (lease.Lost.IsCancellationRequested)
        {
            return new AttemptEndedEvent { Outcome = AttemptOutcome.Deposed, ExitCode = code, Reason = "its lease is another's" };
        }

        if (code == 0)
        {
            return null;
        }

        var reason = FailureReader.Reason(code, lines);
        var forMemory = MemoryKills.Count() > killedBefore;
        if (signals.Received is { } signal)
        {
            return new AttemptEndedEvent { Outcome = AttemptOutcome.Interrupted, ExitCode = code, Reason = $"asked to stop ({signal})" };
        }

        // A training that a signal of somebody's ended goes on, unless the system had no memory for it.
        return new ProcessEnd(0, code).MayRestart && !forMemory
            ? new AttemptEndedEvent { Outcome = AttemptOutcome.Interrupted, ExitCode = code, Reason = reason }
            : new AttemptEndedEvent
            {
                Outcome = AttemptOutcome.Failed,
                ExitCode = code,
                Failure = FailureReader.Kind(code, lines, forMemory),
                Reason = reason,
            };
    }

    private AttemptEndedEvent Publish(HeldLease lease, AttemptFolder mine, AttemptLog log)
    {
        var result = CellProof.Gather(cell, folder, mine, config.Split) with
        {
            Processes = config.Launcher.Processes,
            Utc = DateTime.UtcNow,
        };
        foreach (var artifact in result.Artifacts.Where(artifact => artifact.File.EndsWith(".safetensors", StringComparison.Ordinal)))
        {
            log.Write(new CheckpointEvent
            {
                Step = cell.Steps,
                File = artifact.File,
                Sha256 = artifact.Sha256,
                Bytes = artifact.Bytes,
            });
        }

        if (!lease.IsNewest())
        {
            return new AttemptEndedEvent { Outcome = AttemptOutcome.Deposed, Reason = "its lease was another's when it had its result" };
        }

        AtomicFile.WriteText(folder.Result(lease.Token), JsonSerializer.Serialize(result, StudyJson.Readable) + "\n");
        EarlierAttempts.Prune(folder, lease.Token);
        return new AttemptEndedEvent { Outcome = AttemptOutcome.Completed, Step = cell.Steps };
    }

    // The first attempt writes down what the study's files say; later ones take that, whatever has become of the files.
    private RunConfig Frozen()
    {
        if (!File.Exists(folder.Config))
        {
            var planned = StudyMatrix.ConfigOf(cell);
            RequirePlanned(planned, cell.Config);
            AtomicFile.WriteText(folder.Config, $"# {cell.Key}; fingerprint {cell.Fingerprint}\n{ConfigWriter.ToYaml(planned)}");
        }

        var run = ConfigReader.Read<RunConfig>(folder.Config, []);
        RequirePlanned(run, folder.Config);
        return run;
    }

    private void RequirePlanned(RunConfig run, string file)
    {
        if (Fingerprint.Of(run) is var now && now != cell.Fingerprint)
        {
            throw new InputException(
                file, $"other settings or weights ({now[..8]}) than were planned", $"those of the plan ({cell.Fingerprint[..8]})",
                $"plan again: ./panoptes study plan {study.Shown}");
        }
    }

    private ChildCommand Training(AttemptFolder mine, RunConfig run)
    {
        string[] train = ["train", folder.Config, $"run.folder={mine.FullPath}", $"run.name={AttemptFolder.RunName}"];
        return options.Program(config.Launcher.Processes == 1 ? train :
        [
            "launch", "--processes", config.Launcher.Processes.ToString(CultureInfo.InvariantCulture),
            "--grace", run.Train.Processes.StepDeadline.ToString(CultureInfo.InvariantCulture),
            "--logs", Path.Combine(mine.FullPath, "ranks"), .. train,
        ]);
    }

    private static long SavedStep(AttemptFolder mine)
    {
        var checkpoints = Path.Combine(mine.Run, "checkpoints");
        return !Directory.Exists(checkpoints) ? 0 : new Panoptes.Training.Checkpoints.CheckpointFolder(checkpoints).List()
            .Select(entry => entry.Step).DefaultIfEmpty(0).Max();
    }

    private static AttemptEndedEvent Measured(AttemptEndedEvent end, AttemptFolder mine)
    {
        var history = RunHistory.Read(mine.RunEvents);
        var last = history.Events.Where(entry => entry.Attempt == history.Attempts).ToList();
        var evaluations = last.OfType<EvaluationPoint>().Sum(point => point.Seconds);
        return end with
        {
            Step = end.Step > 0 ? end.Step : history.LastStep,
            TrainSeconds = Math.Max(0, (last.Count == 0 ? 0 : last.Max(entry => entry.Ms) / 1000) - evaluations),
            EvaluationSeconds = evaluations,
            PeakMemoryMib = CellProof.Peak(history),
        };
    }
}
