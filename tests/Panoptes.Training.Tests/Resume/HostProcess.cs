using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Panoptes.Training.Tests.Resume;

/// <summary>The small training program in a process of its own, to be interrupted and killed.</summary>
internal sealed partial class HostProcess : IDisposable
{
    private readonly Process process;
    private readonly SemaphoreSlim started = new(0);

    /// <summary>Starts the program, through a shell where a preamble is given.</summary>
    public HostProcess(string folder, long steps, long every, int delay, string? preamble = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Panoptes.Training.TestHost.dll");
        // A test run started in the background ignores SIGINT, one started by nohup SIGHUP, and so would their children.
        var signals = preamble is null ? "INT,QUIT,HUP" : "INT,QUIT";
        var command = $"exec env --default-signal={signals} dotnet '{program}' '{folder}' {steps} {every} {delay}";
        var start = new ProcessStartInfo("/bin/sh", [
            "-c", preamble is null ? command : $"{preamble}; {command}",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // its double mapping of code is a big file to the file size limit
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public List<string> Output { get; } = [];

    public bool HasExited => process.HasExited;

    /// <summary>Waits until the first step is done.</summary>
    public void WaitForStep() => Assert.True(started.Wait(TimeSpan.FromSeconds(60)) || process.HasExited, string.Join('\n', Output));

    public void Send(int signal) => _ = Kill(process.Id, signal);

    public int WaitForExit()
    {
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(120)), "the program did not end");
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
        started.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (Output)
        {
            Output.Add(line);
        }

        if (line.StartsWith("step ", StringComparison.Ordinal))
        {
            started.Release();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
