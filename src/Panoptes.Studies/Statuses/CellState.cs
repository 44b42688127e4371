namespace Panoptes.Studies.Statuses;

/// <summary>What has become of a cell (specification of studies, 8.4).</summary>
public enum CellState
{
    /// <summary>It is to be done, and nobody has begun.</summary>
    Planned,

    /// <summary>Given to a scheduler that has not said anything yet.</summary>
    Submitted,

    /// <summary>The scheduler has it waiting.</summary>
    Pending,

    /// <summary>Its job has begun; no step is done.</summary>
    Starting,

    /// <summary>It trains.</summary>
    Running,

    /// <summary>Trained; its weights are being measured.</summary>
    Evaluating,

    /// <summary>Proved done: final step, final evaluation, checksum of the checkpoint, fingerprint.</summary>
    Completed,

    /// <summary>Another holds its lease.</summary>
    Blocked,

    /// <summary>Its holder has shown no sign of life for too long.</summary>
    Stalled,

    /// <summary>Ended before its time, and can go on: a time limit, a pre-emption, a lost node.</summary>
    Interrupted,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Somebody ended it on purpose.</summary>
    Cancelled,

    /// <summary>Left out by a condition of the study.</summary>
    Skipped,

    /// <summary>Done, but the configuration or the weights it began with have changed since.</summary>
    Stale,

    /// <summary>Done, and declared void by somebody who said why.</summary>
    Invalidated,
}
