using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Verbs;

/// <summary><c>models</c>: what can be trained, and what it costs.</summary>
internal static class ModelsVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create() =>
        new("models", "Lists the models, and says what is known of each.") { ModelsListVerb.Create(), ModelsShowVerb.Create() };
}
