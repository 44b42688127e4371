namespace Panoptes.Metrics.Panoptic;

/// <summary>How many predicted things there are, and how many of them are confused at T = 25 %.</summary>
/// <param name="Segments">Predicted thing segments.</param>
/// <param name="Confused">Those that cover more than a quarter of each of at least two things of any class.</param>
public readonly record struct ConfusedCount(long Segments, long Confused)
{
    /// <summary>The share that is confused; NaN without any segment.</summary>
    public double Ratio => Segments == 0 ? double.NaN : (double)Confused / Segments;

    /// <summary>Sums of two.</summary>
    public static ConfusedCount operator +(ConfusedCount a, ConfusedCount b) => new(a.Segments + b.Segments, a.Confused + b.Confused);

    /// <summary>The same counts, taken so many times.</summary>
    public static ConfusedCount operator *(ConfusedCount a, int times) => new(a.Segments * times, a.Confused * times);
}
