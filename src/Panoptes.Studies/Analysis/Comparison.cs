namespace Panoptes.Studies.Analysis;

/// <summary>Two recipes on one model and data.</summary>
public sealed record Comparison
{
    private readonly MetricScale scale;

    /// <summary>Holds a recipe against a base.</summary>
    /// <param name="baseline">What is compared with: the reference, or an earlier variant.</param>
    /// <param name="variant">What is compared.</param>
    /// <param name="noise">The band of their data.</param>
    /// <param name="scale">The number that they are judged by.</param>
    public Comparison(RecipeResult baseline, RecipeResult variant, NoiseBand noise, MetricScale scale) =>
        (Baseline, Variant, Noise, this.scale) = (baseline, variant, noise, scale);

    /// <summary>What is compared with.</summary>
    public RecipeResult Baseline { get; }

    /// <summary>What is compared.</summary>
    public RecipeResult Variant { get; }

    /// <summary>The noise band of their data.</summary>
    public NoiseBand Noise { get; }

    /// <summary>Mean of the variant less mean of the base, in points; null where either is not measured.</summary>
    public double? Difference => Variant.Mean - Baseline.Mean;

    /// <summary>The difference in percent of the base; null where that is 0 or not measured.</summary>
    public double? RelativePercent => Baseline.Mean is not (null or 0) ? 100 * Difference / Math.Abs(Baseline.Mean.Value) : null;

    /// <summary>Half the noise band with the seeds of both sides; null where either is not measured.</summary>
    public double? Band => Difference is null ? null : Noise.Half(Baseline.N, Variant.N);

    /// <summary>What the difference says.</summary>
    public ComparisonVerdict Verdict => Difference is not { } difference ? ComparisonVerdict.NotMeasured
        : !(Math.Abs(difference) > Band) ? ComparisonVerdict.Inconclusive
        : scale.Gain(0, difference) > 0 ? ComparisonVerdict.Better : ComparisonVerdict.Worse;

    /// <summary>
    /// Whether the times of both can be compared: both are known, and on the same kind and number of devices, or nothing is known of the
    /// devices of either.
    /// </summary>
    public bool IsTimeComparable => Baseline.WallHours > 0 && Variant.WallHours > 0
        && Baseline.Hardware == Variant.Hardware && Baseline.Hardware != RecipeResult.Mixed;

    /// <summary>Wall time of the base over that of the variant; null where the times cannot be compared.</summary>
    public double? SpeedUp => IsTimeComparable ? Baseline.WallHours / Variant.WallHours : null;

    /// <summary>Wall time that the variant takes beyond the base, in percent of it; null where the times cannot be compared.</summary>
    public double? ExtraTimePercent => IsTimeComparable ? 100 * ((Variant.WallHours / Baseline.WallHours) - 1) : null;

    /// <summary>The variant's mean in percent of the base's; null where lower is better, or either is not measured.</summary>
    public double? RetainedPercent => scale.HigherIsBetter && Baseline.Mean > 0 ? 100 * Variant.Mean / Baseline.Mean : null;
}
