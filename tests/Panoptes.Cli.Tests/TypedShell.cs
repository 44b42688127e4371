using System.Diagnostics;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>A shell on a terminal of its own, into which lines are typed and the tab key pressed; says what the line is then.</summary>
internal sealed class TypedShell : IDisposable
{
    private const string Say = "\u0007";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder folder;
    private readonly Process process;
    private int said;

    /// <summary>Starts it; its start-up file binds ^G to what appends the line to the file <c>said</c> and empties it.</summary>
    /// <param name="folder">The folder that it is in; its home, too.</param>
    /// <param name="command">The shell's command line.</param>
    public TypedShell(TemporaryFolder folder, string command)
    {
        this.folder = folder;
        process = Process.Start(new ProcessStartInfo("script", ["-qec", command, "/dev/null"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["HOME"] = folder.Path, ["ZDOTDIR"] = folder.Path, ["TERM"] = "dumb", ["COLUMNS"] = "200" },
        })!;
        process.BeginOutputReadLine();
        Assert.Equal("ready", Next());
    }

    /// <summary>What a line is after the tab key.</summary>
    public string Completed(string line)
    {
        process.StandardInput.Write($"{line}\t{Say}");
        process.StandardInput.Flush();
        return Next();
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private string Next()
    {
        var (file, since) = (folder["said"], Stopwatch.StartNew());
        while (since.Elapsed < Patience)
        {
            var lines = File.Exists(file) ? File.ReadAllText(file).Split('\n') : [];
            if (lines.Length > said + 1)
            {
                return lines[said++];
            }

            Thread.Sleep(20);
        }

        throw new TimeoutException("the shell said nothing");
    }
}
