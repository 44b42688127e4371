using System.CommandLine;

namespace Panoptes.Cli.CommandLine;

/// <summary>A command whose help closes with examples.</summary>
internal sealed class Verb : Command
{
    /// <summary>Makes the verb.</summary>
    /// <param name="name">What the user types.</param>
    /// <param name="description">One sentence for the list of verbs, more for the verb's own help.</param>
    /// <param name="examples">Command lines that work as they stand.</param>
    public Verb(string name, string description, params string[] examples)
        : base(name, description) => Examples = examples;

    /// <summary>Command lines shown at the end of the help.</summary>
    public IReadOnlyList<string> Examples { get; }
}
