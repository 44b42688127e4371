namespace Panoptes.Studies.Launchers;

/// <summary>
/// LSF's words for the states of jobs (bjobs) and for why LSF ended one (bacct, "termination reasons displayed by bacct, bhist and bjobs").
/// </summary>
internal static class LsfStates
{
    private static readonly Dictionary<string, JobPhase> Phases = new(StringComparer.Ordinal)
    {
        ["PEND"] = JobPhase.Pending,
        ["PSUSP"] = JobPhase.Pending,
        ["WAIT"] = JobPhase.Pending,
        ["PROV"] = JobPhase.Pending,
        ["USUSP"] = JobPhase.Pending,
        ["SSUSP"] = JobPhase.Pending,
        ["RUN"] = JobPhase.Running,
        ["DONE"] = JobPhase.Ended,
        ["EXIT"] = JobPhase.Failed,

        // Its machine does not answer: it may run all the same.
        ["UNKWN"] = JobPhase.Unknown,

        // Given up while its machine did not answer.
        ["ZOMBI"] = JobPhase.Interrupted,
    };

    private static readonly Dictionary<string, JobPhase> Terminations = new(StringComparer.Ordinal)
    {
        ["TERM_RUNLIMIT"] = JobPhase.Interrupted,
        ["TERM_CPULIMIT"] = JobPhase.Interrupted,
        ["TERM_PREEMPT"] = JobPhase.Interrupted,
        ["TERM_REQUEUE_OWNER"] = JobPhase.Interrupted,
        ["TERM_REQUEUE_ADMIN"] = JobPhase.Interrupted,
        ["TERM_WINDOW"] = JobPhase.Interrupted,
        ["TERM_LOAD"] = JobPhase.Interrupted,
        ["TERM_CHKPNT"] = JobPhase.Interrupted,
        ["TERM_ZOMBI"] = JobPhase.Interrupted,
        ["TERM_RC_RECLAIM"] = JobPhase.Interrupted,
        ["TERM_MEMLIMIT"] = JobPhase.OutOfMemory,
        ["TERM_SWAP"] = JobPhase.OutOfMemory,
        ["TERM_OWNER"] = JobPhase.Cancelled,
        ["TERM_FORCE_OWNER"] = JobPhase.Cancelled,
        ["TERM_ADMIN"] = JobPhase.Cancelled,
        ["TERM_FORCE_ADMIN"] = JobPhase.Cancelled,
        ["TERM_BUCKET_KILL"] = JobPhase.Cancelled,
        ["TERM_DEADLINE"] = JobPhase.Failed,
    };

    /// <summary>The state of a job.</summary>
    /// <param name="job">Its number.</param>
    /// <param name="stat">Its state.</param>
    /// <param name="exitCode">Its exit code; - for none.</param>
    /// <param name="exitReason">Why LSF ended it; - for none.</param>
    /// <param name="pendReason">Why it waits; - for nothing.</param>
    public static JobState Read(string job, string stat, string exitCode, string exitReason, string pendReason)
    {
        var phase = Phases.GetValueOrDefault(stat, JobPhase.Unknown);
        if (stat != "EXIT")
        {
            return new JobState(job, phase, stat, phase == JobPhase.Pending ? Told(pendReason) : "");
        }

        var termination = exitReason.Split(':', ' ')[0];
        if (Terminations.TryGetValue(termination, out var ended))
        {
            return new JobState(job, ended, termination, Told(exitReason[termination.Length..].TrimStart(':', ' ')));
        }

        phase = exitCode switch
        {
            "75" => JobPhase.Interrupted,
            "3" => JobPhase.Ended,
            _ => JobPhase.Failed,
        };
        var code = phase == JobPhase.Ended ? "another holds the cell" : Told(exitCode) is { Length: > 0 } told ? $"exit code {told}" : "";
        var reason = Told(exitReason);
        return new JobState(
            job, phase, termination.StartsWith("TERM_", StringComparison.Ordinal) ? termination : stat,
            reason.Length > 0 && code.Length > 0 ? $"{reason}, {code}" : reason + code);
    }

    private static string Told(string text) => text.Trim() is "-" ? "" : text.Trim();
}
