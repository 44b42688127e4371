using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Panoptes.Studies.TestHost;

/// <summary>A worker's process.</summary>
internal sealed partial class WorkerProcess : IDisposable
{
    private const int KillSignal = 9;
    private const int ContinueSignal = 18;
    private const int StopSignal = 19;
    private readonly Process process;

    /// <summary>Starts one.</summary>
    public WorkerProcess(ChaosOptions options, string name, int seed, string prefix)
    {
        string[] command =
        [
            .. prefix.Split(' ', StringSplitOptions.RemoveEmptyEntries), "dotnet", typeof(WorkerProcess).Assembly.Location, "work", name,
            $"{seed}", .. options.Arguments(),
        ];
        var start = new ProcessStartInfo(command[0], command[1..]);
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        (Name, process) = (name, Process.Start(start)!);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>When it is to go on (monotonic, ns); null while it runs.</summary>
    public long? StoppedUntil { get; private set; }

    /// <summary>When it was stopped.</summary>
    public long StoppedAt { get; private set; }

    /// <summary>Its exit code; null while it runs.</summary>
    public int? ExitCode => process.HasExited ? process.ExitCode : null;

    /// <summary>Kills it.</summary>
    public Fault Kill()
    {
        var at = Stopwatch.GetTimestamp();
        _ = Send(process.Id, KillSignal);
        process.WaitForExit();
        return new Fault(Name, at, long.MaxValue);
    }

    /// <summary>Stops it for a while.</summary>
    public void Stop(TimeSpan time)
    {
        StoppedAt = Stopwatch.GetTimestamp();
        _ = Send(process.Id, StopSignal);
        StoppedUntil = StoppedAt + (long)(time.TotalSeconds * Stopwatch.Frequency);
    }

    /// <summary>Lets it go on.</summary>
    public Fault Continue()
    {
        _ = Send(process.Id, ContinueSignal);
        StoppedUntil = null;
        return new Fault(Name, StoppedAt, Stopwatch.GetTimestamp());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
