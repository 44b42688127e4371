namespace Panoptes.Metrics.LabelQuality;

/// <summary>What one threshold for all classes would keep.</summary>
/// <param name="Threshold">Labels of a higher score are kept, 0 to 1.</param>
/// <param name="Labels">How many.</param>
/// <param name="Precision">The share of them that match an object of their class at an IoU of .5; NaN where none is kept.</param>
/// <param name="Recall">The share of the objects that are matched; NaN where there are none.</param>
/// <param name="F1">The harmonic mean of the two, 0 to 1; NaN where there is neither label nor object.</param>
public sealed record ThresholdPoint(double Threshold, int Labels, double Precision, double Recall, double F1)
{
    private const int First = 30;
    private const int Last = 95;
    private const int Step = 5;

    /// <summary>Thresholds from .3 to .95 by .05.</summary>
    internal static IReadOnlyList<ThresholdPoint> Sweep(IReadOnlyList<LabelOutcome> labels, int truths) =>
        [.. Enumerable.Range(0, ((Last - First) / Step) + 1).Select(i => At((First + (i * Step)) / 100.0, labels, truths))];

    /// <summary>The point of the largest F1, of several the one nearest to a threshold; null where none has one.</summary>
    internal static ThresholdPoint? Best(IReadOnlyList<ThresholdPoint> sweep, double near) =>
        sweep.Where(point => !double.IsNaN(point.F1)).OrderByDescending(point => point.F1)
            .ThenBy(point => Math.Round(Math.Abs(point.Threshold - near), 6)).ThenBy(point => point.Threshold).FirstOrDefault();

    private static ThresholdPoint At(double threshold, IReadOnlyList<LabelOutcome> labels, int truths)
    {
        var kept = labels.Where(label => label.Score > threshold).ToArray();
        var right = kept.Count(label => label.IsRight);
        return new ThresholdPoint(
            threshold, kept.Length, QualityRow.Share(right, kept.Length), QualityRow.Share(right, truths),
            QualityRow.Share(2 * right, kept.Length + truths));
    }
}
