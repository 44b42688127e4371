namespace Panoptes.Metrics.Cityscapes;

/// <summary>
/// Average precision by Cityscapes' own rules (cityscapesScripts 2.2.4, <c>evalInstanceLevelSemanticLabeling</c>): strict
/// overlaps, ground truth of 100 pixels and more, no envelope of the precision.
/// </summary>
public static class CityscapesAveragePrecision
{
    /// <summary>Ground truth below this many pixels is ignored.</summary>
    public const int MinimumPixels = 100;

    /// <summary>The overlaps, as numpy.arange(0.5, 1, 0.05) rounds them.</summary>
    public static IReadOnlyList<double> Overlaps { get; } = [.. Enumerable.Range(0, 10).Select(i => 0.5 + (i * (0.55 - 0.5)))];

    /// <summary>
    /// The average precision of a class at one overlap: NaN without ground truth, 0 without a prediction that counts.
    /// </summary>
    public static double Of(IReadOnlyList<CityscapesFrameMatches> frames, int label, double overlap)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var points = new List<(double Score, bool IsRight)>();
        var (missed, hasTruth, hasPrediction) = (0L, false, false);
        foreach (var frame in frames)
        {
            hasTruth |= frame.Truths.Any(t => Counts(t, label));
            hasPrediction |= frame.Predictions.Any(p => p.Label == label);
            missed += AddMatches(frame, label, overlap, points);
            AddUnmatched(frame, label, overlap, points);
        }

        return !hasTruth ? double.NaN : !hasPrediction || points.Count == 0 ? 0 : Area(points, missed);
    }

    private static bool Counts(CityscapesTruth truth, int label) => truth.Label == label && !truth.IsGroup && truth.Pixels >= MinimumPixels;

    private static bool Exceeds(CityscapesTruth truth, CityscapesPrediction prediction, long shared, double overlap) =>
        (double)shared / (truth.Pixels + prediction.Pixels - shared) > overlap;

    // Every prediction over the overlap is a candidate: the best score is right, each other one wrong.
    private static long AddMatches(CityscapesFrameMatches frame, int label, double overlap, List<(double Score, bool IsRight)> points)
    {
        var best = new double?[frame.Truths.Count];
        foreach (var prediction in frame.Predictions)
        {
            foreach (var (t, shared) in prediction.Overlaps)
            {
                if (prediction.Label != label || !Counts(frame.Truths[t], label) || !Exceeds(frame.Truths[t], prediction, shared, overlap))
                {
                    continue;
                }

                if (best[t] is { } score)
                {
                    points.Add((Math.Min(score, prediction.Score), false));
                }

                best[t] = Math.Max(best[t] ?? double.NegativeInfinity, prediction.Score);
            }
        }

        var missed = 0L;
        for (var t = 0; t < best.Length; t++)
        {
            if (best[t] is { } score)
            {
                points.Add((score, true));
            }
            else if (Counts(frame.Truths[t], label))
            {
                missed++;
            }
        }

        return missed;
    }

    private static void AddUnmatched(CityscapesFrameMatches frame, int label, double overlap, List<(double Score, bool IsRight)> points)
    {
        foreach (var prediction in frame.Predictions.Where(p => p.Label == label))
        {
            if (prediction.Overlaps.Any(o => Exceeds(frame.Truths[o.Truth], prediction, o.Pixels, overlap)))
            {
                continue;
            }

            // A small group counts twice, as in the original.
            var ignored = prediction.VoidPixels;
            foreach (var (t, shared) in prediction.Overlaps)
            {
                ignored += frame.Truths[t].IsGroup ? shared : 0;
                ignored += frame.Truths[t].Pixels < MinimumPixels ? shared : 0;
            }

            if ((double)ignored / prediction.Pixels <= overlap)
            {
                points.Add((prediction.Score, false));
            }
        }
    }

    // One point for each distinct score and (precision 1, recall 0) at the end; trapezoids between neighbors.
    private static double Area(List<(double Score, bool IsRight)> points, long missed)
    {
        points.Sort((a, b) => a.Score.CompareTo(b.Score));
        var allRight = points.Count(p => p.IsRight);
        var (precision, recall) = (new List<double>(), new List<double>());
        for (int i = 0, rightBelow = 0; i < points.Count; i++)
        {
            if (i == 0 || points[i].Score != points[i - 1].Score)
            {
                var right = allRight - rightBelow;
                precision.Add((double)right / (points.Count - i));
                recall.Add((double)right / (allRight + missed));
            }

            rightBelow += points[i].IsRight ? 1 : 0;
        }

        precision.Add(1);
        recall.Add(0);
        var area = 0.0;
        for (var i = 0; i < precision.Count; i++)
        {
            var (before, after) = (recall[Math.Max(i - 1, 0)], i + 1 < recall.Count ? recall[i + 1] : 0);
            area += precision[i] * ((0.5 * before) - (0.5 * after));
        }

        return area;
    }
}
