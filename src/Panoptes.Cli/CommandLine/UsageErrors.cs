using System.CommandLine;
using System.CommandLine.Parsing;
using Panoptes.Data.Configuration;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Foundation.Settings;
using Panoptes.Models.Catalog;

namespace Panoptes.Cli.CommandLine;

/// <summary>Says in one line what is wrong with a command line, with the nearest verb, option or setting.</summary>
internal static class UsageErrors
{
    private static readonly string[] TakeSettings = ["KEY=VALUE", "SUBJECT", "--set"];

    /// <summary>The line, or null where the command line is right.</summary>
    public static string? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return UnknownVerb(parsed, command) ?? MistypedOption(parsed, command) ?? ParseErrors.WrongValue(parsed)
            ?? ParseErrors.EmptyValue(parsed) ?? MissingVerb(command)
            ?? (parsed.Errors is [var error, ..] ? ParseErrors.OneLine(error.Message) : null);
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

    /// <summary>A word where a verb should stand.</summary>
    public static string? UnknownVerb(ParseResult parsed, Command command)
    {
        var word = command.Subcommands.Count > 0 ? parsed.UnmatchedTokens.FirstOrDefault(token => !LooksLikeOption(token)) : null;
        return word is null
            ? null
            : $"unknown verb '{ParseErrors.OneLine(word)}'{Suggestion(VerbNames.Nearest(word, command, parsed.RootCommandResult.Command))}";
    }

    /// <summary>An argument that takes any words also takes a mistyped option: that is never what was meant.</summary>
    private static string? MistypedOption(ParseResult parsed, Command command)
    {
        var tokens = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToList();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Type != TokenType.Argument || !LooksLikeOption(tokens[i].Value))
            {
                continue;
            }

            var parts = tokens[i].Value.Split('=', 2);
            var value = parts.Length > 1 ? parts[1]
                : i + 1 < tokens.Count && !LooksLikeOption(tokens[i + 1].Value) ? tokens[i + 1].Value : "...";
            var known = parsed.RootCommandResult.Command.Options.Concat(command.Options).Select(option => option.Name).Distinct().ToList();
            var name = ParseErrors.OneLine(parts[0]);
            var meant = Setting(parsed, command, parts[0], ParseErrors.OneLine(value)) ?? Suggestion(NearestName.Of(name, known));
            return $"unknown option '{name}'{meant}";
        }

        return null;
    }

    // Settings are words with '=', not options: --steps 5 is train.steps=5.
    private static string? Setting(ParseResult parsed, Command command, string option, string value)
    {
        var names = command.Arguments.Select(argument => argument.Name).Concat(command.Options.Select(known => known.Name)).ToList();
        if (!names.Any(TakeSettings.Contains))
        {
            return null;
        }

        var root = Path(parsed.CommandResult).Split(' ')[0] switch
        {
            "data" => typeof(DataConfig),
            "weights" or "models" => typeof(ModelConfig),
            _ => typeof(RunConfig),
        };
        IReadOnlyList<ISettingsCatalog> catalogs = [ModelCatalog.BuiltIn];
        var word = option.TrimStart('-');
        var measured = $"train.evaluation.{word}";
        var path = command.Name is "eval" or "predict" && SettingNames.IsSetting(root, measured, catalogs) ? measured
            : SettingNames.Find(root, word, catalogs) ?? (SettingNames.IsSetting(root, word, catalogs) ? word : null);
        return path is null
            ? null
            : $"; settings are written without dashes: {(names.Contains("--set") ? "--set " : "")}{path}={value}{SettingNames.Note(word)}";
    }

    // Some verbs do something by themselves too.
    private static string? MissingVerb(Command command) =>
        command.Subcommands.Count == 0 || command.Action is not null
            ? null
            : $"a verb is missing: one of {string.Join(", ", command.Subcommands.Select(verb => verb.Name))}";

    private static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-' && !double.TryParse(word, out _);

    private static string Suggestion(string? nearest) => nearest is null ? "" : $"; did you mean '{nearest}'?";
}
