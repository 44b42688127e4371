namespace Panoptes.Metrics.PixelQuality;

/// <summary>How label maps of the same images change from one network to the next, in pixels.</summary>
/// <param name="Before">Pixels with a label of the one.</param>
/// <param name="After">Pixels with a label of the next.</param>
/// <param name="Both">Pixels with a label of both.</param>
/// <param name="Changed">Those of these whose label is another one.</param>
public sealed record PixelDrift(long Before, long After, long Both, long Changed)
{
    /// <summary>The share of the pixels labeled by both that are labeled otherwise, 0 to 1; NaN where there are none.</summary>
    public double ChangedShare => PixelQualityCounter.Share(Changed, Both);

    /// <summary>The share of the pixels labeled before that have the same label still, 0 to 1; NaN where there were none.</summary>
    public double StayedShare => PixelQualityCounter.Share(Both - Changed, Before);

    /// <summary>Compares label maps.</summary>
    /// <param name="before">Those of the one network.</param>
    /// <param name="after">Those of the next, of the same images in the same order.</param>
    /// <param name="classes">How many classes there are; other labels are none.</param>
    /// <exception cref="ArgumentException">The lists, or two maps, are of different sizes.</exception>
    public static PixelDrift Of(IReadOnlyList<LabelRuns> before, IReadOnlyList<LabelRuns> after, int classes)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Count != after.Count)
        {
            throw new ArgumentException($"{before.Count} images before, {after.Count} after", nameof(after));
        }

        var (was, became, both, changed) = (0L, 0L, 0L, 0L);
        foreach (var (one, other) in before.Zip(after))
        {
            one.Along(other, (count, label, next) =>
            {
                was += label < classes ? count : 0;
                became += next < classes ? count : 0;
                both += label < classes && next < classes ? count : 0;
                changed += label < classes && next < classes && label != next ? count : 0;
            });
        }

        return new PixelDrift(was, became, both, changed);
    }
}
