namespace Panoptes.Studies.Launchers;

/// <summary>Slurm's words for the states of jobs, short and long (man squeue, "JOB STATE CODES"; man sacct, the same).</summary>
internal static class SlurmStates
{
    private const int Resumable = 75;
    private const int HeldByAnother = 3;

    private static readonly Dictionary<string, JobPhase> Phases = new(StringComparer.Ordinal)
    {
        ["PD"] = JobPhase.Pending,
        ["PENDING"] = JobPhase.Pending,
        ["CF"] = JobPhase.Pending,
        ["CONFIGURING"] = JobPhase.Pending,
        ["S"] = JobPhase.Pending,
        ["SUSPENDED"] = JobPhase.Pending,
        ["ST"] = JobPhase.Pending,
        ["STOPPED"] = JobPhase.Pending,
        ["RD"] = JobPhase.Pending,
        ["RESV_DEL_HOLD"] = JobPhase.Pending,
        ["RH"] = JobPhase.Pending,
        ["REQUEUE_HOLD"] = JobPhase.Pending,
        ["SE"] = JobPhase.Pending,
        ["SPECIAL_EXIT"] = JobPhase.Pending,
        ["RF"] = JobPhase.Pending,
        ["REQUEUE_FED"] = JobPhase.Pending,
        ["PO"] = JobPhase.Pending,
        ["POWER_UP_NODE"] = JobPhase.Pending,
        ["R"] = JobPhase.Running,
        ["RUNNING"] = JobPhase.Running,
        ["CG"] = JobPhase.Running,
        ["COMPLETING"] = JobPhase.Running,
        ["RS"] = JobPhase.Running,
        ["RESIZING"] = JobPhase.Running,
        ["SI"] = JobPhase.Running,
        ["SIGNALING"] = JobPhase.Running,
        ["SO"] = JobPhase.Running,
        ["STAGE_OUT"] = JobPhase.Running,
        ["CD"] = JobPhase.Ended,
        ["COMPLETED"] = JobPhase.Ended,
        ["TO"] = JobPhase.Interrupted,
        ["TIMEOUT"] = JobPhase.Interrupted,
        ["PR"] = JobPhase.Interrupted,
        ["PREEMPTED"] = JobPhase.Interrupted,
        ["NF"] = JobPhase.Interrupted,
        ["NODE_FAIL"] = JobPhase.Interrupted,
        ["RQ"] = JobPhase.Interrupted,
        ["REQUEUED"] = JobPhase.Interrupted,
        ["LF"] = JobPhase.Interrupted,
        ["LAUNCH_FAILED"] = JobPhase.Interrupted,
        ["RC"] = JobPhase.Interrupted,
        ["RECONFIG_FAIL"] = JobPhase.Interrupted,
        ["OOM"] = JobPhase.OutOfMemory,
        ["OUT_OF_MEMORY"] = JobPhase.OutOfMemory,
        ["F"] = JobPhase.Failed,
        ["FAILED"] = JobPhase.Failed,
        ["BF"] = JobPhase.Failed,
        ["BOOT_FAIL"] = JobPhase.Failed,
        ["DL"] = JobPhase.Failed,
        ["DEADLINE"] = JobPhase.Failed,
        ["CA"] = JobPhase.Cancelled,
        ["CANCELLED"] = JobPhase.Cancelled,

        // Moved to another cluster of a federation, which is asked under the same number.
        ["RV"] = JobPhase.Unknown,
        ["REVOKED"] = JobPhase.Unknown,
    };

    /// <summary>
    /// What a word of Slurm's means; of <c>CANCELLED by 1000</c> the first counts, and <c>OUT_OF_ME+</c> is one that found no room.
    /// </summary>
    /// <param name="state">The word.</param>
    /// <param name="exitCode">The exit code as Slurm writes it, code and signal, <c>75:0</c>; empty where it is not told.</param>
    public static JobPhase Phase(string state, string exitCode = "")
    {
        var word = Word(state);
        if (state.Trim().EndsWith('+') && !Phases.ContainsKey(word))
        {
            word = Phases.Keys.FirstOrDefault(key => key.StartsWith(word, StringComparison.Ordinal), word);
        }

        var phase = Phases.GetValueOrDefault(word, JobPhase.Unknown);
        return phase != JobPhase.Failed ? phase : Code(exitCode) switch
        {
            Resumable => JobPhase.Interrupted,
            HeldByAnother => JobPhase.Ended,
            _ => phase,
        };
    }

    /// <summary>Slurm's first word of a state, without a plus that says there was more to tell.</summary>
    public static string Word(string state) => state.Trim().Split(' ')[0].TrimEnd('+').ToUpperInvariant();

    /// <summary>A reason, with the exit code where that says more; empty for none.</summary>
    public static string Reason(string reason, string exitCode)
    {
        var said = reason.Trim() is "None" or "(null)" ? "" : reason.Trim();
        var code = exitCode is "" or "0:0" ? "" : Code(exitCode) == HeldByAnother ? "another holds the cell" : $"exit code {exitCode}";
        return said.Length > 0 && code.Length > 0 ? $"{said}, {code}" : said + code;
    }

    private static int? Code(string exitCode) => int.TryParse(exitCode.Split(':')[0], out var code) ? code : null;
}
