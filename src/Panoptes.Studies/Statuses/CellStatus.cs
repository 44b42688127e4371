namespace Panoptes.Studies.Statuses;

/// <summary>What has become of a cell, and how far it is.</summary>
public sealed record CellStatus
{
    /// <summary>The state.</summary>
    public CellState State { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public FailureKind? Failure { get; init; }

    /// <summary>What should be known, one sentence: a scheduler's reason, who holds it, an error; empty for nothing.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Steps that are done.</summary>
    public long Step { get; init; }

    /// <summary>Steps of the whole training.</summary>
    public long Steps { get; init; }

    /// <summary>Steps a second lately; null where nothing runs.</summary>
    public double? StepsPerSecond { get; init; }

    /// <summary>Attempts that have begun.</summary>
    public int Attempts { get; init; }

    /// <summary>Its jobs, oldest first, such as <c>slurm 1057498</c>; those of all attempts stay.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];

    /// <summary>Seconds to go at this speed; null where that is not known.</summary>
    public double? SecondsLeft => StepsPerSecond is > 0 and var speed && Steps > Step ? (Steps - Step) / speed : null;
}
