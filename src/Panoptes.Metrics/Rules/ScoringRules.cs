namespace Panoptes.Metrics.Rules;

/// <summary>Whose rules a score follows where a published evaluator has a known trap.</summary>
public enum ScoringRules
{
    /// <summary>The published evaluator's, to its last digit; a trap that is hit is announced by a <see cref="ScoreNote"/>.</summary>
    Published,

    /// <summary>The same without the traps that docs/scoring.md lists.</summary>
    Corrected,
}
