using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Studies;

/// <summary><c>study</c>: many runs that answer one question.</summary>
internal static class StudyVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create() => new("study", "Plans, carries out, watches and compares many runs: models x recipes x data x seeds.")
    {
        StudyInitVerb.Create(),
        StudyPlanVerb.Create(),
        StudySubmitVerb.Create(),
        StudyRetryVerb.Create(),
        StudyStatusVerb.Create(),
        StudyWatchVerb.Create(),
        StudySheetVerb.Create(),
        StudyReportVerb.Create(),
        StudyLintVerb.Create(),
        StudyQueryVerb.Create(),
        StudyExportVerb.Create(),
        StudyTrialsVerb.Create(),
    };
}
