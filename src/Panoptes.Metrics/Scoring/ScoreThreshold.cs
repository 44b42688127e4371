namespace Panoptes.Metrics.Scoring;

/// <summary>
/// The score from which on detections of a class are drawn: where 2 TP / (2 TP + FP + FN) is largest. Average precision
/// counts every detection; a picture of all of them would be wrong segments and nothing else.
/// </summary>
internal static class ScoreThreshold
{
    /// <summary>The threshold; infinite where no detection is right.</summary>
    /// <param name="detections">Scores, and whether they are right; ignored ones left out.</param>
    /// <param name="truths">How many there are to find.</param>
    public static double Of(IEnumerable<(double Score, bool IsRight)> detections, long truths)
    {
        var sorted = detections.OrderByDescending(d => d.Score).ToArray();
        var (best, threshold, right) = (0.0, double.PositiveInfinity, 0);
        for (var i = 0; i < sorted.Length; i++)
        {
            right += sorted[i].IsRight ? 1 : 0;
            var quality = 2.0 * right / (i + 1 + truths);
            if (quality > best && (i + 1 == sorted.Length || sorted[i + 1].Score < sorted[i].Score))
            {
                (best, threshold) = (quality, sorted[i].Score);
            }
        }

        return threshold;
    }
}
