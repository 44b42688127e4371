using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;

namespace Panoptes.Cli.Shell;

/// <summary><c>completion</c>: what makes a shell complete this program's command lines.</summary>
internal static class CompletionVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var shell = new Argument<string>("SHELL") { Description = $"The shell: {string.Join(", ", CompletionScripts.Shells)}." };
        var verb = new Verb(
            "completion",
            "Prints a script that makes a shell complete verbs, options, files, settings, runs, studies and models; 'source <(./panoptes "
                + "completion bash)' takes it in, and its first line says where it may be kept.",
            "./panoptes completion bash",
            "./panoptes completion zsh",
            "./panoptes completion fish",
            "./panoptes completion powershell") { shell };
        verb.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(shell);
            parsed.InvocationConfiguration.Output.Write(CompletionScripts.Shells.Contains(name)
                ? CompletionScripts.Of(name)
                : throw new InputException(
                    "SHELL", $"'{name}'", $"one of {string.Join(", ", CompletionScripts.Shells)}",
                    NearestName.Of(name, CompletionScripts.Shells) is { } near ? $"did you mean '{near}'?" : "choose one"));
        });
        return verb;
    }

    /// <summary>Makes the hidden verb that the scripts ask: the words that may stand at the end of a line, one a line.</summary>
    public static Verb CreateQuestion()
    {
        var typed = new Argument<string[]>("TYPED")
        {
            Description = "The command line up to the cursor, or its words without their quotes.",
            Arity = ArgumentArity.OneOrMore,
        };
        var last = new Option<string?>("--last")
        {
            Description = "What the shell takes for the last word, where it begins behind a '='; answers lose what stands before it.",
            HelpName = "WORD",
        };
        var verb = new Verb(
            "complete", "Says what may stand at the end of a command line.", "./panoptes complete 'panoptes runs li'") { typed, last };
        verb.Hidden = true;
        verb.SetAction(parsed =>
        {
            var words = parsed.GetRequiredValue(typed) is [var line] ? ShellWords.Of(line) : parsed.GetRequiredValue(typed);
            var cut = parsed.GetValue(last) is { } word ? Before(words[^1], word) : 0;
            foreach (var answer in new Completer(parsed.RootCommandResult.Command).Complete(words))
            {
                parsed.InvocationConfiguration.Output.WriteLine(answer[cut..]);
            }
        });
        return verb;
    }

    // Inside of quotes a shell gives its last word as it is, else with backslashes.
    private static int Before(string present, string last) => new[] { last, ShellWords.Of(last)[^1] }
        .Where(word => present.EndsWith(word, StringComparison.Ordinal)).Select(word => present.Length - word.Length).FirstOrDefault();
}
