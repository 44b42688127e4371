using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Verbs;

/// <summary><c>runs</c>: several runs at once.</summary>
internal static class RunsVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create() => new("runs", "Looks at several runs at once.") { RunsCompareVerb.Create() };
}
