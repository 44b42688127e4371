using System.Text.Json.Serialization;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Records;

/// <summary>
/// Something that happened to a cell: a line of an attempt's <c>events.jsonl</c>, or a note of its own where no attempt wrote it. What the
/// training itself measured is in the run's own log.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(SubmittedNote), "submitted")]
[JsonDerivedType(typeof(CancelledNote), "cancelled")]
[JsonDerivedType(typeof(RemarkNote), "note")]
[JsonDerivedType(typeof(TombstoneNote), "tombstone")]
[JsonDerivedType(typeof(WantedNote), "wanted")]
[JsonDerivedType(typeof(JobNote), "job")]
[JsonDerivedType(typeof(AttemptBeganEvent), "attempt_start")]
[JsonDerivedType(typeof(PhaseEvent), "phase")]
[JsonDerivedType(typeof(CheckpointEvent), "checkpoint")]
[JsonDerivedType(typeof(AttemptEndedEvent), "attempt_end")]
public abstract record StudyEvent
{
    /// <summary>Version of this schema.</summary>
    public int V { get; init; } = 1;

    /// <summary>Wall-clock time on the host that wrote it.</summary>
    public DateTime Utc { get; init; }

    /// <summary>Milliseconds on a monotonic clock since the attempt began; 0 in a note.</summary>
    public double Ms { get; init; }

    /// <summary>
    /// The attempt, which is its fencing token; in a note the newest that had begun when it was written, after which it belongs. Clocks of
    /// hosts are never compared.
    /// </summary>
    public long Attempt { get; init; }

    /// <summary>Who: user@host.</summary>
    public string By { get; init; } = "";

    /// <summary>What it means for the state of the cell; null for nothing.</summary>
    [JsonIgnore]
    public abstract StatusEvent? Means { get; }
}

/// <summary>The cell was given to a launcher.</summary>
public sealed record SubmittedNote : StudyEvent
{
    /// <summary>Which: <c>local</c>, <c>slurm</c>, <c>lsf</c>.</summary>
    public string Scheduler { get; init; } = "";

    /// <summary>Its number there.</summary>
    public string Job { get; init; } = "";

    /// <inheritdoc/>
    public override StatusEvent? Means => StatusEvent.Submitted;
}

/// <summary>Somebody cancelled it.</summary>
public sealed record CancelledNote : StudyEvent
{
    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <inheritdoc/>
    public override StatusEvent? Means => StatusEvent.Cancelled;
}

/// <summary>Somebody wrote something down.</summary>
public sealed record RemarkNote : StudyEvent
{
    /// <summary>What.</summary>
    public string Text { get; init; } = "";

    /// <inheritdoc/>
    public override StatusEvent? Means => null;
}

/// <summary>Somebody declared the result void: it stays, and counts nowhere.</summary>
public sealed record TombstoneNote : StudyEvent
{
    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <inheritdoc/>
    public override StatusEvent? Means => StatusEvent.Voided;
}

/// <summary>Somebody asked for the cell again.</summary>
public sealed record WantedNote : StudyEvent
{
    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether it is to begin anew; else it goes on from what was saved.</summary>
    public bool Anew { get; init; }

    /// <inheritdoc/>
    public override StatusEvent? Means => StatusEvent.Wanted;
}

/// <summary>A scheduler said how a job ended that left no word of its own.</summary>
public sealed record JobNote : StudyEvent
{
    /// <summary>Its number.</summary>
    public string Job { get; init; } = "";

    /// <summary>The scheduler's word.</summary>
    public string Code { get; init; } = "";

    /// <summary>What that means.</summary>
    public StatusEvent Meaning { get; init; }

    /// <summary>Why it failed, where it did.</summary>
    public FailureKind? Failure { get; init; }

    /// <inheritdoc/>
    public override StatusEvent? Means => Meaning;
}

/// <summary>An attempt began: it holds the lease.</summary>
public sealed record AttemptBeganEvent : StudyEvent
{
    /// <summary>The cell's id.</summary>
    public string Cell { get; init; } = "";

    /// <summary>Process id.</summary>
    public int Pid { get; init; }

    /// <summary>Host name.</summary>
    public string Host { get; init; } = "";

    /// <summary>What runs it.</summary>
    public string Scheduler { get; init; } = "";

    /// <summary>Its number there; empty for none.</summary>
    public string Job { get; init; } = "";

    /// <summary>The attempt whose checkpoints it goes on from; 0 where it begins anew.</summary>
    public long From { get; init; }

    /// <summary>The step that it goes on from.</summary>
    public long Step { get; init; }

    /// <summary>Steps of the whole training.</summary>
    public long Steps { get; init; }

    /// <summary>The command that trains.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <inheritdoc/>
    public override StatusEvent? Means => StatusEvent.AttemptBegan;
}

/// <summary>Training is done, and measuring begins.</summary>
public sealed record PhaseEvent : StudyEvent
{
    /// <summary>Steps done.</summary>
    public long Step { get; init; }

    /// <inheritdoc/>
    public override StatusEvent? Means => StatusEvent.Trained;
}

/// <summary>A checkpoint that the result rests on.</summary>
public sealed record CheckpointEvent : StudyEvent
{
    /// <summary>Steps done.</summary>
    public long Step { get; init; }

    /// <summary>Its file, relative to the cell's folder.</summary>
    public string File { get; init; } = "";

    /// <summary>Its SHA-256.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Its size in bytes.</summary>
    public long Bytes { get; init; }

    /// <inheritdoc/>
    public override StatusEvent? Means => null;
}

/// <summary>How an attempt ended. Where it is missing, its process was killed.</summary>
public sealed record AttemptEndedEvent : StudyEvent
{
    /// <summary>How.</summary>
    public AttemptOutcome Outcome { get; init; }

    /// <summary>Exit code of the command that trained or measured last.</summary>
    public int ExitCode { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public FailureKind? Failure { get; init; }

    /// <summary>What should be known: the error's own line.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Steps done.</summary>
    public long Step { get; init; }

    /// <summary>Seconds of training in this attempt.</summary>
    public double TrainSeconds { get; init; }

    /// <summary>Seconds of evaluations in this attempt.</summary>
    public double EvaluationSeconds { get; init; }

    /// <summary>Highest memory in MiB, of the device where there is one; null where nothing was logged.</summary>
    public double? PeakMemoryMib { get; init; }

    /// <inheritdoc/>
    public override StatusEvent? Means => Outcome switch
    {
        AttemptOutcome.Completed => StatusEvent.Proved,
        AttemptOutcome.Failed => StatusEvent.Failed,
        AttemptOutcome.Deposed => null,
        _ => StatusEvent.Interrupted,
    };
}

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>Its result is published.</summary>
    Completed,

    /// <summary>A signal ended it; what was saved goes on.</summary>
    Interrupted,

    /// <summary>An error ended it.</summary>
    Failed,

    /// <summary>Its lease had become another's: what it wrote stays in its own folder, and counts nowhere.</summary>
    Deposed,
}
