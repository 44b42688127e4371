namespace Panoptes.Metrics.Instances;

/// <summary>
/// Precision and score at each recall threshold, and recall, by IoU threshold, class, area range and count of detections;
/// -1 where there is no truth (COCOeval.accumulate).
/// </summary>
public sealed class PrecisionCurves
{
    private const double Spacing = 2.220446049250313e-16;

    private readonly InstanceOptions options;
    private readonly int[] maxDetections;
    private readonly double[] recallThresholds;
    private readonly double[] precision;
    private readonly double[] scores;
    private readonly double[] recall;

    internal PrecisionCurves(InstanceOptions options, int[] maxDetections, int classes)
    {
        this.options = options;
        this.maxDetections = maxDetections;
        recallThresholds = [.. options.RecallThresholds];
        Classes = classes;
        recall = new double[Thresholds * classes * Ranges * maxDetections.Length];
        precision = new double[recall.Length * Recalls];
        scores = new double[precision.Length];
        Array.Fill(recall, -1);
        Array.Fill(precision, -1);
        Array.Fill(scores, -1);
    }

    /// <summary>Count of IoU thresholds, T.</summary>
    public int Thresholds => options.IoUThresholds.Count;

    /// <summary>Count of recall thresholds, R.</summary>
    public int Recalls => options.RecallThresholds.Count;

    /// <summary>Count of classes, K.</summary>
    public int Classes { get; }

    /// <summary>Count of area ranges, A.</summary>
    public int Ranges => options.AreaRanges.Count;

    /// <summary>How many limits of detections there are, M.</summary>
    public int Limits => maxDetections.Length;

    /// <summary>Precision [T, R, K, A, M].</summary>
    public ReadOnlySpan<double> Precision => precision;

    /// <summary>Score at which the recall is reached [T, R, K, A, M].</summary>
    public ReadOnlySpan<double> Scores => scores;

    /// <summary>Recall [T, K, A, M].</summary>
    public ReadOnlySpan<double> Recall => recall;

    /// <summary>Precision at one place.</summary>
    public double PrecisionAt(int t, int r, int k, int a, int m) => precision[Index(t, r, k, a, m)];

    /// <summary>Score at one place.</summary>
    public double ScoreAt(int t, int r, int k, int a, int m) => scores[Index(t, r, k, a, m)];

    /// <summary>Recall at one place.</summary>
    public double RecallAt(int t, int k, int a, int m) => recall[Index(t, k, a, m)];

    /// <summary>Fills in one class. Classes may be filled in side by side.</summary>
    /// <param name="k">The class.</param>
    /// <param name="outcomes">Its detections.</param>
    /// <param name="times">How often each image counts; null for once each.</param>
    internal void Accumulate(int k, ClassOutcomes outcomes, IReadOnlyList<int>? times = null)
    {
        var length = outcomes.Scores.Length;
        var (points, curve, at) = (new double[length], new double[length], new double[length]);
        var counts = new int[outcomes.Images.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = times?[outcomes.Images[i].Image] ?? 1;
        }

        var most = outcomes.MostInAnImage();
        for (var a = 0; a < Ranges; a++)
        {
            var counting = 0L;
            for (var i = 0; i < counts.Length; i++)
            {
                counting += (long)outcomes.Images[i].Counting[a] * counts[i];
            }

            if (counting == 0)
            {
                continue;
            }

            for (var m = 0; m < Limits; m++)
            {
                for (var t = 0; t < Thresholds; t++)
                {
                    // A limit that leaves every detection in changes nothing; limits ascend.
                    if (m > 0 && maxDetections[m - 1] >= most)
                    {
                        CopyFromLimitBefore(t, k, a, m);
                        continue;
                    }

                    var n = Walk(outcomes, counts, (a * Thresholds) + t, maxDetections[m], counting, curve, points, at);
                    Store(t, k, a, m, n, curve, points, at);
                }
            }
        }
    }

    private static int Walk(
        ClassOutcomes outcomes, int[] counts, int part, int limit, long counting, double[] curve, double[] recalls, double[] at)
    {
        var (n, right, wrong) = (0, 0L, 0L);
        var (scores, places, ranks) = (outcomes.Scores, outcomes.Places, outcomes.Ranks);
        for (var i = 0; i < scores.Length; i++)
        {
            var (image, rank) = (outcomes.Images[places[i]], ranks[i]);
            var count = counts[places[i]];
            if (rank >= limit || count == 0)
            {
                continue;
            }

            switch (image.Outcomes[(part * image.Scores.Length) + rank])
            {
                case DetectionOutcome.Right:
                    right += count;
                    break;
                case DetectionOutcome.Wrong:
                    wrong += count;
                    break;
            }

            recalls[n] = (double)right / counting;
            curve[n] = right / (wrong + (double)right + Spacing);
            at[n++] = scores[i];
        }

        for (var i = n - 1; i > 0; i--)
        {
            curve[i - 1] = Math.Max(curve[i - 1], curve[i]);
        }

        return n;
    }

    private void Store(int t, int k, int a, int m, int n, double[] curve, double[] recalls, double[] at)
    {
        recall[Index(t, k, a, m)] = n > 0 ? recalls[n - 1] : 0;
        var point = 0;
        for (var r = 0; r < recallThresholds.Length; r++)
        {
            while (point < n && recalls[point] < recallThresholds[r])
            {
                point++;
            }

            var index = Index(t, r, k, a, m);
            (precision[index], scores[index]) = point < n ? (curve[point], at[point]) : (0, 0);
        }
    }

    private void CopyFromLimitBefore(int t, int k, int a, int m)
    {
        recall[Index(t, k, a, m)] = recall[Index(t, k, a, m - 1)];
        for (var r = 0; r < recallThresholds.Length; r++)
        {
            var index = Index(t, r, k, a, m);
            (precision[index], scores[index]) = (precision[index - 1], scores[index - 1]);
        }
    }

    private int Index(int t, int r, int k, int a, int m) => (((((((t * Recalls) + r) * Classes) + k) * Ranges) + a) * Limits) + m;

    private int Index(int t, int k, int a, int m) => (((((t * Classes) + k) * Ranges) + a) * Limits) + m;
}
