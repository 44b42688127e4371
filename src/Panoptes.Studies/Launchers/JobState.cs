namespace Panoptes.Studies.Launchers;

/// <summary>What a scheduler says of a job.</summary>
/// <param name="Job">Its number.</param>
/// <param name="Phase">How far it is.</param>
/// <param name="Code">The scheduler's own word, such as <c>PREEMPTED</c> or <c>TERM_RUNLIMIT</c>.</param>
/// <param name="Reason">Its reason, such as <c>Resources</c>; empty for none.</param>
public sealed record JobState(string Job, JobPhase Phase, string Code, string Reason);

/// <summary>How far a job is, whatever the scheduler's words (specification of studies, 8.4).</summary>
public enum JobPhase
{
    /// <summary>The scheduler does not know it (any more): the cell's own records and heartbeats decide.</summary>
    Unknown,

    /// <summary>It waits.</summary>
    Pending,

    /// <summary>It runs, or is being cleaned up after.</summary>
    Running,

    /// <summary>It ended with exit code 0; whether its cell is done is for the cell to prove.</summary>
    Ended,

    /// <summary>It was ended before its time, and can go on: time limit, pre-emption, a lost node, a requeue.</summary>
    Interrupted,

    /// <summary>It ended for want of memory.</summary>
    OutOfMemory,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,
}
