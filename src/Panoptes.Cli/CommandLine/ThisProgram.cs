using Panoptes.Experiments.Launching;

namespace Panoptes.Cli.CommandLine;

/// <summary>This program as other processes are started with it.</summary>
internal static class ThisProgram
{
    /// <summary>Its command line.</summary>
    /// <param name="words">The verb and its arguments.</param>
    public static ChildCommand With(IReadOnlyList<string> words)
    {
        // Started by the dotnet host, the program is the first argument of that.
        var host = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(host) == "dotnet"
            ? new ChildCommand(host, [typeof(ThisProgram).Assembly.Location, .. words])
            : new ChildCommand(host, words);
    }
}
