namespace Panoptes.Studies.Analysis;

/// <summary>What a difference says.</summary>
public enum ComparisonVerdict
{
    /// <summary>A side has no completed cell.</summary>
    NotMeasured,

    /// <summary>Better by more than the noise band.</summary>
    Better,

    /// <summary>Worse by more than the noise band.</summary>
    Worse,

    /// <summary>Within the noise band.</summary>
    Inconclusive,
}
