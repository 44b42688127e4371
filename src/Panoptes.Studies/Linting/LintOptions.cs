namespace Panoptes.Studies.Linting;

/// <summary>How a report is linted.</summary>
public sealed record LintOptions
{
    /// <summary>Whether findings of mere style are wanted too.</summary>
    public bool Pedantic { get; init; }

    /// <summary>Ids of rules whose findings are listed as silenced.</summary>
    public IReadOnlyList<string> Silenced { get; init; } = [];

    /// <summary>
    /// The band in points of the metric within which a difference of single runs says nothing, for models of which none is known; 0 to
    /// 100.
    /// </summary>
    public double AssumedNoise { get; init; } = 1.0;

    /// <summary>Points below a published result from which a result is suspect; 0.1 to 100.</summary>
    public double TargetDistance { get; init; } = 5.0;
}
