using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Verbs;

/// <summary><c>runs</c>: several runs at once.</summary>
internal static class RunsVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create() => new("runs", "Lists, shows, compares, exports and removes runs.")
    {
        RunsListVerb.Create(), RunsShowVerb.Create(), RunsCompareVerb.Create(), RunsExportVerb.Create(), RunsRemoveVerb.Create(),
    };
}
