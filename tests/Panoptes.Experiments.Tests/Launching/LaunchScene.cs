using System.Text;
using Panoptes.Experiments.Launching;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Launching;

/// <summary>A launcher of small shell scripts, which find a folder in $0 and their place in the environment.</summary>
internal sealed class LaunchScene : IDisposable
{
    // A test run started in the background ignores SIGINT, one started by nohup SIGHUP; a shell cannot trap what it was started to ignore.
    private const string NoneIgnored = "--default-signal=INT,QUIT,HUP";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly MemoryStream console = new();

    /// <summary>The folder of the scripts, and of the logs.</summary>
    public TemporaryFolder Folder { get; } = new();

    /// <summary>What the launcher said.</summary>
    public string Output => output.ToString();

    /// <summary>What the first process wrote to standard error.</summary>
    public string Console => Encoding.UTF8.GetString(console.ToArray());

    public Launcher Launcher(
        int processes, string script, Func<LaunchOptions, LaunchOptions>? change = null, double window = 0.2)
    {
        var options = new LaunchOptions { Processes = processes, Logs = Folder["logs"], Grace = 60 };
        return new Launcher(
            change?.Invoke(options) ?? options, new ChildCommand("env", [NoneIgnored, "/bin/sh", "-c", script, Folder.Path]), output)
        {
            Window = TimeSpan.FromSeconds(window),
            Console = console,
        };
    }

    public int Run(int processes, string script, Func<LaunchOptions, LaunchOptions>? change = null, double window = 0.2) =>
        Launcher(processes, script, change, window).Run();

    /// <summary>Runs on another thread until all processes say that they are ready, by a file ready-RANK; then goes on here.</summary>
    public int RunUntilReady(Launcher launcher, int processes, Action then)
    {
        var run = Task.Run(launcher.Run);
        WaitFor(() => Enumerable.Range(0, processes).All(rank => File.Exists(Folder[$"ready-{rank}"])), run);
        then();
        Assert.True(run.Wait(Patience), Output);
        return run.Result;
    }

    /// <summary>Waits for something that will be, and fails where the launcher ends before.</summary>
    public void WaitFor(Func<bool> isSo, Task? run = null)
    {
        for (var until = DateTime.UtcNow + Patience; !isSo(); Thread.Sleep(10))
        {
            Assert.True(DateTime.UtcNow < until && run is not { IsCompleted: true }, $"not so: {Output}");
        }
    }

    /// <summary>The lines of a file that the scripts wrote.</summary>
    public string[] Lines(string name) => File.Exists(Folder[name]) ? File.ReadAllLines(Folder[name]) : [];

    public void Dispose() => Folder.Dispose();
}
