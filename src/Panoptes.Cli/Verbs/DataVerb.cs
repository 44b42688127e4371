using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Verbs;

/// <summary><c>data</c>: looks at data sets and makes them.</summary>
internal static class DataVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create() =>
        new(
            "data",
            "Checks, shows, browses, counts and draws data sets.")
            {
                DataCheckVerb.Create(),
                DataBrowseVerb.Create(),
                DataPreviewVerb.Create(),
                DataSynthVerb.Create(),
                DataStatsVerb.Create(),
            };
}
