using System.CommandLine;

namespace Panoptes.Cli.Shell;

/// <summary>Says what may stand at the end of a command line: verbs, options, and values of both.</summary>
/// <param name="root">All verbs.</param>
internal sealed class Completer(Command root)
{
    /// <summary>The words that may stand where a line ends, each whole; those of files and settings may go on.</summary>
    /// <param name="line">The line up to the cursor, with the program's name.</param>
    public IEnumerable<string> Complete(string line) => Complete(ShellWords.Of(line));

    /// <summary>The words that may stand for the last of some.</summary>
    /// <param name="words">The program's name and what follows up to the cursor, without quotes; the last one is what is typed.</param>
    public IEnumerable<string> Complete(IReadOnlyList<string> words)
    {
        var present = words.Count < 2 ? "" : words[^1];
        return Candidates([.. words.Skip(1).SkipLast(1)], present)
            .Where(word => word.StartsWith(present, StringComparison.Ordinal)).Distinct();
    }

    private IEnumerable<string> Candidates(IReadOnlyList<string> before, string present)
    {
        var (command, arguments, pending) = (root, 0, (Option?)null);
        foreach (var word in before)
        {
            if (pending is not null)
            {
                pending = null;
            }
            else if (word.StartsWith('-') && word.Length > 1)
            {
                pending = !word.Contains('=') && Find(command, word) is { } option && TakesValue(option) ? option : null;
            }
            else if (arguments == 0 && command.Subcommands.FirstOrDefault(verb => verb.Name == word) is { } verb)
            {
                command = verb;
            }
            else
            {
                arguments++;
            }
        }

        if (pending is not null)
        {
            return CompletionValues.Of(command, pending, present);
        }

        if (present.StartsWith("--", StringComparison.Ordinal) && present.IndexOf('=') is var at and > 0)
        {
            return Find(command, present[..at]) is { } option
                ? CompletionValues.Of(command, option, present[(at + 1)..]).Select(value => $"{present[..at]}={value}") : [];
        }

        if (present.StartsWith('-'))
        {
            return command.Options.Concat(root.Options.Where(option => option.Recursive)).Where(option => !option.Hidden)
                .Select(option => option.Name);
        }

        var verbs = arguments == 0 ? command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name) : [];
        return At(command, arguments) is { } argument ? verbs.Concat(CompletionValues.Of(command, argument, present)) : verbs;
    }

    // An argument of several words takes all that follow.
    private static Argument? At(Command command, int place)
    {
        foreach (var argument in command.Arguments)
        {
            if (place < argument.Arity.MaximumNumberOfValues)
            {
                return argument;
            }

            place -= argument.Arity.MaximumNumberOfValues;
        }

        return null;
    }

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    private static Option? Find(Command command, string word) =>
        command.Options.FirstOrDefault(option => option.Name == word || option.Aliases.Contains(word));
}
