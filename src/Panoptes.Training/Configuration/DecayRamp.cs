namespace Panoptes.Training.Configuration;

/// <summary>How the share of a teacher's weights that stays begins; it never exceeds the configured one.</summary>
public enum DecayRamp
{
    /// <summary>With the configured share.</summary>
    None,

    /// <summary>(n + 1) / (n + 10) at the n-th update.</summary>
    Early,

    /// <summary>1 - 1 / n at the n-th update: at first the mean of all weights so far (UniMatch).</summary>
    Mean,
}
