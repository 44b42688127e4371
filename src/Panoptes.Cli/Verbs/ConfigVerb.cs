using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Verbs;

/// <summary>
/// <c>config</c>: what a configuration says, how two differ, and what becomes of one at another batch or with the keys of now.
/// </summary>
internal static class ConfigVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create() => new("config", "Looks at configurations.")
    {
        ConfigShowVerb.Create(), ConfigDiffVerb.Create(), ConfigScaleVerb.Create(), ConfigConvertVerb.Create(),
    };
}
