using Panoptes.Experiments.Progress;
using Spectre.Console;

namespace Panoptes.Cli.CommandLine;

/// <summary>A progress line on standard error, so that what a verb prints can be piped; on a terminal alone.</summary>
internal static class ErrorProgress
{
    /// <summary>Starts one.</summary>
    public static ProgressLine Start() => new(
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Interactive = Console.IsErrorRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        }),
        TimeProvider.System,
        isQuiet: true);
}
