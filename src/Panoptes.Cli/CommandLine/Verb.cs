using System.CommandLine;

namespace Panoptes.Cli.CommandLine;

/// <summary>A command whose help closes with examples.</summary>
internal sealed class Verb : Command
{
    private const int MostOfGroup = 6;
    private readonly string[] own;

    /// <summary>Makes the verb.</summary>
    /// <param name="name">What the user types.</param>
    /// <param name="description">One sentence for the list of verbs, more for the verb's own help.</param>
    /// <param name="examples">Command lines that work as they stand.</param>
    public Verb(string name, string description, params string[] examples)
        : base(name, description) => own = examples;

    /// <summary>Command lines shown at the end of the help; of a verb that has verbs below it the first one of each.</summary>
    public IReadOnlyList<string> Examples => own.Length > 0 || Subcommands.Count == 0
        ? own : [.. Subcommands.OfType<Verb>().SelectMany(verb => verb.Examples.Take(1)).Take(MostOfGroup)];
}
