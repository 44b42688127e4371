using System.CommandLine;
using Panoptes.Foundation;

namespace Panoptes.Cli.CommandLine;

/// <summary>The command line inside of one of <c>launch</c>: everything from the verb on, options too, belongs to that verb.</summary>
internal static class Launched
{
    /// <summary>The verbs that several processes can work on together.</summary>
    public static IReadOnlyList<string> Verbs { get; } = ["train", "doctor distributed"];

    /// <summary>The words behind <c>launch</c>, with <c>--</c> before the verb. Each option before it takes one value.</summary>
    public static IEnumerable<string> Apart(IReadOnlyList<string> words)
    {
        var at = 0;
        while (at < words.Count && words[at].StartsWith('-'))
        {
            if (words[at] is "--" or "-h" or "-?" or "--help")
            {
                return words;
            }

            at += words[at].Contains('=') ? 1 : 2;
        }

        return at < words.Count ? [.. words.Take(at), "--", .. words.Skip(at)] : words;
    }

    /// <summary>Checks that several processes can run a verb.</summary>
    /// <param name="words">The verb and its arguments.</param>
    /// <param name="tree">All verbs.</param>
    /// <exception cref="InputException">There is no such verb, or several processes make no sense for it.</exception>
    public static void Check(IReadOnlyList<string> words, RootCommand tree)
    {
        if (!Verbs.Any(verb => verb.Split(' ') is var path && words.Take(path.Length).SequenceEqual(path)))
        {
            var name = words[0];
            throw new InputException(
                "VERB", $"'{name}'", $"one that several processes work on together: {string.Join(", ", Verbs)}",
                tree.Subcommands.Any(verb => verb.Name == name) ? $"run './panoptes {name}' by itself"
                    : NearestName.Of(name, Verbs) is { } near ? $"did you mean {near}?" : "choose one of these");
        }
    }

    /// <summary>What is wrong with a verb's command line, before several processes say the same of it; null where nothing is.</summary>
    /// <param name="words">The verb and its arguments.</param>
    /// <param name="tree">All verbs.</param>
    public static string? Wrong(IReadOnlyList<string> words, RootCommand tree)
    {
        var parsed = tree.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parsed.Action is HelpWithExamples ? null : UsageErrors.Find(parsed);
    }
}
