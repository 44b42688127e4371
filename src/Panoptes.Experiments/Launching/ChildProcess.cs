using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Launching;

/// <summary>
/// One of the processes. The machine's first has the launcher's input and output as they are, so that a live line stays live, and its
/// standard error passes through; the others write into a log by themselves, so that nothing is lost whatever becomes of the launcher.
/// </summary>
public sealed partial class ChildProcess : IDisposable
{
    // The shell becomes the program: the process's number and end are the program's.
    private const string IntoLog = "exec \"$@\" >>\"$0\" 2>&1 </dev/null";
    private readonly Process process;
    private readonly ErrorPipe? error;
    private readonly string log;
    private readonly long logFrom;

    private ChildProcess(int rank, Process process, ErrorPipe? error, string log, long logFrom) =>
        (Rank, this.process, this.error, this.log, this.logFrom) = (rank, process, error, log, logFrom);

    /// <summary>Its rank among all processes.</summary>
    public int Rank { get; }

    /// <summary>Its log; null for the one whose lines were shown.</summary>
    public string? Log => error is null ? log : null;

    /// <summary>Starts one.</summary>
    /// <param name="rank">Its rank.</param>
    /// <param name="command">What it runs.</param>
    /// <param name="setUp">Sets its environment.</param>
    /// <param name="log">Its log.</param>
    /// <param name="console">Where its standard error goes; null for a process that writes into its log.</param>
    /// <param name="ended">Told its end, on any thread.</param>
    /// <exception cref="InputException">The program cannot be started.</exception>
    public static ChildProcess Start(
        int rank, ChildCommand command, Action<IDictionary<string, string?>> setUp, string log, Stream? console, Action<ProcessEnd> ended)
    {
        var start = console is null
            ? new ProcessStartInfo("/bin/sh", ["-c", IntoLog, log, command.Program, .. command.Arguments])
            : new ProcessStartInfo(command.Program, command.Arguments) { RedirectStandardError = true };
        setUp(start.Environment);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var logFrom = File.Exists(log) ? new FileInfo(log).Length : 0;
        process.Exited += (_, _) => ended(new ProcessEnd(rank, process.ExitCode));
        try
        {
            process.Start();
        }
        catch (Win32Exception failed)
        {
            process.Dispose();
            throw new InputException(
                command.Program, $"a program that cannot be started ({failed.Message})", "one that can be",
                "check the installation", failed);
        }

        var error = console is null ? null : new ErrorPipe(process.StandardError.BaseStream, console);
        return new ChildProcess(rank, process, error, log, logFrom);
    }

    /// <summary>Sends a signal; nothing where it has ended.</summary>
    public void Signal(int signal)
    {
        if (!process.HasExited)
        {
            _ = Send(process.Id, signal);
        }
    }

    /// <summary>Ends it.</summary>
    public void Kill() => process.Kill();

    /// <summary>The last lines of its log in this start, without blank ones; none of the process whose lines were shown.</summary>
    public IReadOnlyList<string> LastLines(int count) => error is null ? LogLines.Last(log, logFrom, count) : [];

    /// <summary>The last line of its standard error, or of its log, which has both outputs; null where there is none.</summary>
    public string? LastLine() => error is not null ? error.LastLine() : LastLines(1) is [var line] ? line : null;

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
