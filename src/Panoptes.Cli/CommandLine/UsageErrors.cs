using System.CommandLine;
using System.CommandLine.Parsing;
using Panoptes.Foundation;

namespace Panoptes.Cli;

/// <summary>Says in one line what is wrong with a command line, with the nearest verb or option.</summary>
internal static class UsageErrors
{
    /// <summary>The line, or null where the command line is right.</summary>
    public static string? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return MistypedOption(parsed, command) ?? UnknownVerb(parsed, command) ?? (parsed.Errors is [var error, ..] ? error.Message : null);
    }

    /// <summary>The command as the user types it, without the program's name.</summary>
    public static string Path(CommandResult result)
    {
        var names = new List<string>();
        for (SymbolResult? at = result; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
        {
            names.Insert(0, command.Command.Name);
        }

        return string.Join(' ', names);
    }

    /// <summary>An argument that takes any words also takes a mistyped option: that is never what was meant.</summary>
    private static string? MistypedOption(ParseResult parsed, Command command)
    {
        foreach (var token in parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash))
        {
            var looksLikeOption = token.Value.Length > 1 && token.Value[0] == '-' && !double.TryParse(token.Value, out _);
            if (token.Type == TokenType.Argument && looksLikeOption)
            {
                var name = token.Value.Split('=')[0];
                var known = parsed.RootCommandResult.Command.Options.Concat(command.Options).Select(option => option.Name).Distinct();
                return $"unknown option '{name}'{Suggestion(NearestName.Of(name, known))}";
            }
        }

        return null;
    }

    private static string? UnknownVerb(ParseResult parsed, Command command)
    {
        if (command.Subcommands.Count == 0)
        {
            return null;
        }

        var known = command.Subcommands.Select(verb => verb.Name).ToArray();
        var word = parsed.UnmatchedTokens is [var first, ..] ? first : null;
        return word is null
            ? $"a verb is missing: one of {string.Join(", ", known)}"
            : $"unknown verb '{word}'{Suggestion(NearestName.Of(word, known))}";
    }

    private static string Suggestion(string? nearest) => nearest is null ? "" : $"; did you mean '{nearest}'?";
}
