using Panoptes.Experiments.Links;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Collectives;
using Panoptes.Training.Engine;
using Spectre.Console;

namespace Panoptes.Experiments.Sessions;

/// <summary>The processes that train a run together, or this one alone.</summary>
internal sealed class RunProcesses : IDisposable
{
    private readonly ManyProcesses? joined;
    private StreamWriter? log;

    private RunProcesses(ManyProcesses? joined, string device) => (this.joined, Device) = (joined, device);

    /// <summary>The processes, as a training sees them.</summary>
    public ICollective Collective => joined ?? (ICollective)new SingleProcess();

    /// <summary>Whether this one writes the run; the others only what they have to say.</summary>
    public bool IsFirst => joined is null || joined.Rank == 0;

    /// <summary>The device of this process, as a configuration says it.</summary>
    public string Device { get; }

    /// <summary>Joins the others; waits until all are there.</summary>
    /// <param name="place">Which process this is; null for one alone.</param>
    /// <param name="config">Device, batch and deadlines.</param>
    /// <exception cref="InputException">Batches cannot be shared among so many, or there are fewer devices.</exception>
    /// <exception cref="TensorException">Not all came before the deadline.</exception>
    public static RunProcesses Join(ProcessPlace? place, RunConfig config)
    {
        if (place is null)
        {
            return new RunProcesses(null, config.Train.Device);
        }

        LinkFailure.RequireReachable(place, OwnAddress.For(place.Rendezvous));
        BatchShares.Require(config, place.Size);
        var device = EngineSetup.DeviceOf(config.Train.Device);
        if (!device.IsCpu)
        {
            Require.That(
                !config.Train.Device.Contains(':', StringComparison.Ordinal), "train.device",
                $"{config.Train.Device} for {place.Size} processes", "cuda: each takes the device of its number on its machine",
                "set train.device=cuda, and choose devices with CUDA_VISIBLE_DEVICES");
            place.Check(Cuda.DeviceCount);
            device = Panoptes.Tensors.Device.Cuda(place.LocalRank);
        }

        var deadlines = config.Train.Processes;
        return new RunProcesses(
            ManyProcesses.Join(
                place, device,
                new CollectiveDeadlines(TimeSpan.FromSeconds(deadlines.StartDeadline), TimeSpan.FromSeconds(deadlines.StepDeadline))),
            device.ToString());
    }

    /// <summary>Where this process says what it does: the console for the first, a file of the run for others.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="console">The console.</param>
    public IAnsiConsole ConsoleOf(RunFolder folder, IAnsiConsole console)
    {
        if (IsFirst)
        {
            return console;
        }

        var own = folder.RankFolder(Collective.Rank);
        Directory.CreateDirectory(own);
        log = new StreamWriter(Path.Combine(own, "log.txt"), append: true) { AutoFlush = true };
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(log),
        });
    }

    /// <summary>This process's event log.</summary>
    public string EventLog(RunFolder folder) =>
        IsFirst ? folder.EventLog : Path.Combine(folder.RankFolder(Collective.Rank), "events.jsonl");

    /// <summary>
    /// Opens the checkpoints once all are here: the first removes leftovers and sets aside what is damaged, the others find what is left.
    /// </summary>
    /// <param name="open">Opens them.</param>
    public CheckpointStore Open(Func<CheckpointStore> open)
    {
        if (IsFirst)
        {
            open().NewestValid()?.Dispose();
        }

        Collective.Meet();
        return open();
    }

    /// <summary>Says that another process was lost, where the launcher, which names the reason, and Slurm look for it.</summary>
    /// <param name="line">What to say.</param>
    /// <param name="progress">This process's, which is over.</param>
    public void SayLost(string line, ProgressLine progress)
    {
        if (IsFirst)
        {
            progress.Dispose(); // The live line makes room.
        }
        else
        {
            progress.Say(line);
        }

        Console.Error.WriteLine(line);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        joined?.Dispose();
        log?.Dispose();
    }
}
