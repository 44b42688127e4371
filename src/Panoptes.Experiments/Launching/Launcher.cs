using Panoptes.Foundation;
using Panoptes.Training.Collectives;
using Panoptes.Training.Engine;

namespace Panoptes.Experiments.Launching;

/// <summary>
/// Starts the processes of one training on this machine, passes signals on, ends all where one fails, says which one and why, and starts
/// all again where that may help.
/// </summary>
/// <param name="options">How.</param>
/// <param name="command">What every process runs.</param>
/// <param name="output">Where the launcher's own lines go.</param>
public sealed class Launcher(LaunchOptions options, ChildCommand command, TextWriter output)
{
    private const int Shown = 20;
    private readonly Lock gate = new();
    private readonly HashSet<int> received = [];
    private World? world;
    private bool isKilled;

    /// <summary>How long is waited for a better culprit than one that ended with 75: it may only have lost the other one.</summary>
    internal TimeSpan Window { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where the standard error of the machine's first process goes.</summary>
    internal Stream? Console { get; init; }

    private string? StoppedBy { get; set; }

    /// <summary>Runs until all processes have ended.</summary>
    /// <returns>
    /// 0 where all ended with 0; else the code of the process that failed for a reason of its own, 75 where a signal ended that; 75 where
    /// the launcher was told to stop, 130 where it was interrupted twice.
    /// </returns>
    /// <exception cref="InputException">
    /// An option is wrong, the program cannot be started, or several launchers were started where one is needed.
    /// </exception>
    public int Run()
    {
        options.Validate();
        ProcessPlace.CheckLauncher(ProcessPlace.Variables(), options.Hosts);
        using var folder = new LaunchFolder(options.Logs);
        using var signals = new LaunchSignals(Receive);
        for (var restart = 0; ; restart++)
        {
            if (Start(folder, restart) is { } code)
            {
                return isKilled ? SignalNumbers.ExitCode(SignalNumbers.Interrupt) : code;
            }
        }
    }

    /// <summary>Passes a signal on to all processes, each only once; a second SIGINT ends them.</summary>
    internal void Receive(int signal)
    {
        lock (gate)
        {
            StoppedBy ??= SignalNumbers.Name(signal);
            if (received.Add(signal))
            {
                // The terminal sends Ctrl-C to the processes too, to which a second one means to end at once, unsaved.
                world?.Stop(signal == SignalNumbers.Interrupt ? SignalNumbers.Terminate : signal);
            }
            else if (signal == SignalNumbers.Interrupt)
            {
                isKilled = true;
                world?.Kill();
            }
        }
    }

    /// <summary>Starts all once; null where they are to be started again.</summary>
    private int? Start(LaunchFolder folder, int restart)
    {
        using var started = new World(Window, TimeSpan.FromSeconds(options.Grace));
        lock (gate)
        {
            world = started;
            if (StoppedBy is not null)
            {
                started.Stop(SignalNumbers.Terminate);
            }
        }

        try
        {
            StartAll(started, folder, restart);
            var culprit = started.Wait();
            foreach (var rank in started.Deaf)
            {
                Say($"rank {rank} did not end within {options.Grace:0.#} seconds of SIGTERM and was killed: it may be what hung");
            }

            return Judge(culprit, started.Count == options.Processes, folder, restart);
        }
        finally
        {
            lock (gate)
            {
                world = null;
            }
        }
    }

    private void StartAll(World started, LaunchFolder folder, int restart)
    {
        var cores = Environment.ProcessorCount;
        try
        {
            for (var i = 0; i < options.Processes; i++)
            {
                var local = i;
                var rank = options.FirstRank + local;
                started.Add(ended => ChildProcess.Start(
                    rank, command,
                    variables => ChildEnvironment.Set(variables, options, local, restart, folder.Store(restart), cores),
                    folder.Log(rank), local == 0 ? Console ?? System.Console.OpenStandardError() : null, ended));
            }
        }
        catch
        {
            started.Kill();
            started.Wait();
            throw;
        }
    }

    private int? Judge((ProcessEnd End, ChildProcess Process)? culprit, bool isWhole, LaunchFolder folder, int restart)
    {
        if (culprit is not var (end, process))
        {
            return isWhole ? 0 : ExitCodes.Resumable;
        }

        if (StoppedBy is not null && end.MayRestart)
        {
            Say($"stopped by {StoppedBy}");
            return end.LauncherCode;
        }

        if (end.MayRestart && restart < options.Restarts)
        {
            Say($"restart {restart + 1} of {options.Restarts}: {end}");
            return null;
        }

        Show(end, process, folder);
        return end.LauncherCode;
    }

    private void Show(ProcessEnd end, ChildProcess process, LaunchFolder folder)
    {
        folder.IsKept = process.Log is not null;
        foreach (var line in process.LastLines(Shown))
        {
            output.WriteLine($"rank {end.Rank}: {line}");
        }

        // Only one that stopped as it, or another, was told to has nothing to say here: that is part of its course.
        var last = process.LastLine() ?? (end.IsResumable ? "stopped by a signal to it or to another; the same command goes on" : null);
        Say($"{end}{(last is null ? "" : $": {last}")}{(process.Log is null ? "" : $" (its log is {process.Log})")}");
    }

    private void Say(string text) => output.WriteLine($"panoptes launch: {text}");
}
