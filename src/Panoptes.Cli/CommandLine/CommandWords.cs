using System.CommandLine;
using Panoptes.Foundation;

namespace Panoptes.Cli.CommandLine;

/// <summary>
/// What a user's words mean before they are parsed: <c>help</c> and <c>version</c> as verbs, and <c>~/</c> where no shell expands it.
/// What a shell asks for completions of is taken as it is.
/// </summary>
internal static class CommandWords
{
    /// <summary>The words to parse.</summary>
    /// <param name="args">The user's words.</param>
    /// <param name="tree">All verbs.</param>
    public static string[] Of(string[] args, RootCommand tree) => args switch
    {
        ["help", .. var rest] => [.. rest.Select(AtHome), "--help"],
        ["version"] => ["--version"],
        [var group, "help"] when tree.Subcommands.Any(verb => verb.Name == group && verb.Subcommands.Count > 0) =>
            [group, "--help"],
        ["complete", ..] => args,
        ["launch", .. var rest] => ["launch", .. Launched.Apart([.. rest.Select(AtHome)])],
        _ => [.. args.Select(AtHome)],
    };

    // Also behind the first '=': --out=~/page.html and data.root=~/camvid.
    private static string AtHome(string word)
    {
        var at = word.IndexOf('=', StringComparison.Ordinal) + 1;
        return word == "~" || word.StartsWith("~/", StringComparison.Ordinal) ? HomeFolder.Expand(word)
            : at > 0 && word[at..].StartsWith("~/", StringComparison.Ordinal) ? word[..at] + HomeFolder.Expand(word[at..])
            : word;
    }
}
