using System.CommandLine;
using System.CommandLine.Parsing;
using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli;

/// <summary>Parses the command line, runs the verb, and turns what goes wrong into one line and an exit code.</summary>
internal static class PanoptesCommand
{
    /// <summary>Runs one command line.</summary>
    /// <returns>The process's exit code.</returns>
    public static int Run(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs one command line with its own output.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args.Length == 0)
        {
            Run(["--help"], output, error);
            return ExitCode.Usage;
        }

        var tree = CommandTree.Create();
        args = CommandWords.Of(args, tree);

        // File names may begin with '@' or hold quotes: they are taken as they are.
        var parsed = tree.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var wrong = !AnswersByItself(parsed) ? UsageErrors.Find(parsed)
            : parsed.Action is HelpWithExamples ? UsageErrors.UnknownVerb(parsed, parsed.CommandResult.Command) : null;
        if (wrong is not null)
        {
            var path = string.Join(' ', ["panoptes", .. new[] { UsageErrors.Path(parsed.CommandResult) }.Where(name => name.Length > 0)]);
            error.WriteLine($"{path}: {wrong}; see '{path} --help'");
            return ExitCode.Usage;
        }

        try
        {
            // Signals belong to the training loop, exceptions to Failure.
            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = output,
                Error = error,
            });
        }
#pragma warning disable CA1031 // The last resort: nothing above this could say anything about it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Failure.Report(exception, error);
        }
    }

    /// <summary>Help, the version, and a shell's question for completions.</summary>
    private static bool AnswersByItself(ParseResult parsed) =>
        parsed.Action is HelpWithExamples
        || parsed.Tokens.Any(token => token.Type == TokenType.Directive)
        || (parsed.Errors.Count == 0 && parsed.Tokens is [{ Value: "--version" }]);
}
