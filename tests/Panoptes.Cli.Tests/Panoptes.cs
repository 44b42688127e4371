using System.Diagnostics;
using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Tests;

/// <summary>What one command line printed and returned.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard error that are not warnings of the set-up or of the progress.</summary>
    public string[] ErrorLines { get; } = Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the built program as a user does: a process of its own, without a terminal.</summary>
internal static class Panoptes
{
    private static readonly string Program = Path.Combine(Clone.Root!, "artifacts", "bin", "Panoptes.Cli", "release", "panoptes.dll");

    /// <summary>Runs a command line and waits for it.</summary>
    public static Outcome Run(params string[] arguments) => RunIn(Directory.GetCurrentDirectory(), arguments);

    /// <summary>Runs a command line with another current folder.</summary>
    public static Outcome RunIn(string folder, params string[] arguments) => RunWith(folder, new Dictionary<string, string>(), arguments);

    /// <summary>Runs a command line with further environment variables.</summary>
    public static Outcome RunWith(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        using var process = Start(folder, variables, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, error.Result);
    }

    /// <summary>
    /// Starts a command line; the caller waits for it. A test run started in the background ignores SIGINT, one started by nohup SIGHUP:
    /// the child must not.
    /// </summary>
    public static Process Start(string folder, params string[] arguments) => Start(folder, new Dictionary<string, string>(), arguments);

    private static Process Start(string folder, IReadOnlyDictionary<string, string> variables, string[] arguments) => Process.Start(
        new ProcessStartInfo("env", [
            "--default-signal=INT,QUIT,HUP", .. variables.Select(variable => $"{variable.Key}={variable.Value}"), "dotnet", Program,
            .. arguments,
        ])
        { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
}
