using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Studies;

/// <summary><c>study retry</c>: has carried out again what failed.</summary>
internal static class StudyRetryVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var study = StudyArguments.Study();
        var verb = new Verb(
            "retry",
            "Has everything carried out again that failed, was cancelled or was interrupted; each goes on from what it saved.",
            "./panoptes study retry studies/seeds-only") { study };
        verb.SetAction(parsed => StudySubmitVerb.Run(
            parsed.GetRequiredValue(study), [], _ => true, alsoFailed: true, parsed.InvocationConfiguration.Output));
        return verb;
    }
}
