namespace Panoptes.Metrics.PixelQuality;

/// <summary>The labels of a class. Shares are 0 to 1, and NaN where there is nothing that they could be of.</summary>
/// <param name="Name">The class.</param>
/// <param name="Truth">Its pixels in the truth.</param>
/// <param name="Labels">Labels of this class on pixels with truth.</param>
/// <param name="Kept">The share of its pixels that have a label, of whatever class.</param>
/// <param name="Precision">The share of its labels that are right.</param>
/// <param name="Recall">The share of its pixels that have its label.</param>
/// <param name="IoU">Intersection over union among the pixels that have a label.</param>
/// <param name="ShareOfLabels">Its share of all labels.</param>
public sealed record PixelClassRow(
    string Name, long Truth, long Labels, double Kept, double Precision, double Recall, double IoU, double ShareOfLabels);

/// <summary>What one threshold for all pixels would keep.</summary>
/// <param name="Threshold">Pixels of at least this score are kept, 0 to 1.</param>
/// <param name="Kept">The share of the pixels with truth that are.</param>
/// <param name="Accuracy">The share of these whose class is right; NaN where none is kept.</param>
public sealed record PixelThresholdPoint(double Threshold, double Kept, double Accuracy);

/// <summary>Pixels of about the same score.</summary>
/// <param name="Low">Where the bin begins, 0 to 1.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Count">Pixels in it.</param>
/// <param name="Score">Their mean score; NaN where there are none.</param>
/// <param name="HitRate">The share whose likeliest class is right; NaN where there are none.</param>
public sealed record PixelBin(double Low, double High, long Count, double Score, double HitRate);

/// <summary>
/// How good label maps are, over the pixels whose class is known. Shares are 0 to 1, and NaN where there is nothing that they could be of.
/// </summary>
public sealed record PixelQualityReport
{
    /// <summary>Images.</summary>
    public required int Images { get; init; }

    /// <summary>Pixels with truth.</summary>
    public required long Pixels { get; init; }

    /// <summary>The share of them that have a label.</summary>
    public required double Kept { get; init; }

    /// <summary>The share of the labels that are right.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The share of the images without a label on any pixel, those without truth included.</summary>
    public required double Empty { get; init; }

    /// <summary>Every class that is there or is said to be, in their order.</summary>
    public required IReadOnlyList<PixelClassRow> ByClass { get; init; }

    /// <summary>Mean over these of the IoU among the pixels that have a label.</summary>
    public double MeanIoU => ByClass.Select(row => row.IoU).Where(iou => !double.IsNaN(iou)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The class with the most labels; null where there are none.</summary>
    public PixelClassRow? Largest => ByClass.Where(row => row.Labels > 0).MaxBy(row => row.Labels);

    /// <summary>Other thresholds, .3 to .99; none where nobody knows scores.</summary>
    public required IReadOnlyList<PixelThresholdPoint> Sweep { get; init; }

    /// <summary>Ten bins of scores, over all pixels with truth, kept or not; none where nobody knows scores.</summary>
    public required IReadOnlyList<PixelBin> Reliability { get; init; }

    /// <summary>
    /// Expected calibration error: the mean over the pixels of how far the hit rate of their bin lies from its mean score.
    /// </summary>
    public double CalibrationError => Reliability.Sum(bin => bin.Count) is var count && count == 0 ? double.NaN
        : Reliability.Where(bin => bin.Count > 0).Sum(bin => bin.Count * Math.Abs(bin.Score - bin.HitRate)) / count;
}
