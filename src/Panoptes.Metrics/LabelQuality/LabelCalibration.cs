namespace Panoptes.Metrics.LabelQuality;

/// <summary>Labels of about the same score.</summary>
/// <param name="Low">Where the bin begins, 0 to 1.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Count">Labels in it.</param>
/// <param name="Score">Their mean score; NaN where there are none.</param>
/// <param name="HitRate">The share that matches an object of their class at an IoU of .5; NaN where there are none.</param>
public sealed record ReliabilityBin(double Low, double High, int Count, double Score, double HitRate);

/// <summary>Whether scores say how good labels are.</summary>
internal static class LabelCalibration
{
    private const int ReliabilityBins = 10;
    private const int LocalizationBins = 25;

    /// <summary>Ten bins of the same width.</summary>
    /// <param name="labels">Scores, 0 to 1, and whether they are right.</param>
    public static IReadOnlyList<ReliabilityBin> Bins(IEnumerable<(double Score, bool IsRight)> labels)
    {
        var byBin = labels.ToLookup(label => Bin(label.Score, ReliabilityBins));
        return [.. Enumerable.Range(0, ReliabilityBins).Select(bin => Reliability(bin, [.. byBin[bin]]))];
    }

    /// <summary>
    /// Expected calibration error: the mean over the labels of how far the hit rate of their bin lies from its mean score, 0 to 1; NaN
    /// where there are none.
    /// </summary>
    public static double Error(IReadOnlyList<ReliabilityBin> bins)
    {
        var count = bins.Sum(bin => bin.Count);
        return count == 0 ? double.NaN
            : bins.Where(bin => bin.Count > 0).Sum(bin => bin.Count * Math.Abs(bin.Score - bin.HitRate)) / count;
    }

    /// <summary>
    /// Localization-aware calibration error of the labels of one class, with tau 0 (LaECE0; Kuzucu et al., ECCV 2024): the score should
    /// be the IoU with the best object of the class, 0 where there is none. Over 25 bins, 0 to 1; NaN where there are no labels.
    /// </summary>
    public static double LocalizationError(IReadOnlyList<LabelOutcome> ofClass) => ofClass.Count == 0 ? double.NaN
        : ofClass.GroupBy(label => Bin(label.Score, LocalizationBins))
            .Sum(bin => bin.Count() * Math.Abs(bin.Average(label => label.Score) - bin.Average(label => label.BestOverlap)))
            / ofClass.Count;

    // 1 belongs to the last bin.
    private static int Bin(double score, int bins) => Math.Clamp((int)(score * bins), 0, bins - 1);

    private static ReliabilityBin Reliability(int bin, (double Score, bool IsRight)[] labels) => new(
        (double)bin / ReliabilityBins, (double)(bin + 1) / ReliabilityBins, labels.Length,
        labels.Length == 0 ? double.NaN : labels.Average(label => label.Score),
        QualityRow.Share(labels.Count(label => label.IsRight), labels.Length));
}
