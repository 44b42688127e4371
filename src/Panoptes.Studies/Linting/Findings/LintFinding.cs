namespace Panoptes.Studies.Linting.Findings;

/// <summary>One thing in a report that does not hold, with all lines that say it.</summary>
public sealed record LintFinding
{
    /// <summary>The rule that found it.</summary>
    public required LintRule Rule { get; init; }

    /// <summary>What it weighs.</summary>
    public LintSeverity Severity { get; init; }

    /// <summary>The lines that it is about, in order; at least one.</summary>
    public required IReadOnlyList<LintQuote> Quotes { get; init; }

    /// <summary>What is wrong, one sentence or a few.</summary>
    public required string Wrong { get; init; }

    /// <summary>What would be right.</summary>
    public required string Right { get; init; }

    /// <summary>What this rests on.</summary>
    public IReadOnlyList<LintEvidence> Evidence { get; init; } = [];

    /// <summary>The first line, from 1.</summary>
    public int Line => Quotes[0].Line;

    /// <summary>What stands on the first line.</summary>
    public string Quote => Quotes[0].Text;
}
