using System.Runtime.CompilerServices;

namespace Panoptes.Metrics;

/// <summary>
/// Precision and score at each recall threshold, and recall, by IoU threshold, class, area range and count of detections;
/// -1 where there is no truth (COCOeval.accumulate).
/// </summary>
public sealed class PrecisionCurves
{
    private const double Spacing = 2.220446049250313e-16;

    private readonly InstanceOptions options;
    private readonly int[] maxDetections;
    private readonly double[] precision;
    private readonly double[] scores;
    private readonly double[] recall;

    internal PrecisionCurves(InstanceOptions options, int[] maxDetections, int classes)
    {
        this.options = options;
        this.maxDetections = maxDetections;
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
        var length = outcomes.Sorted.Count;
        var (points, curve, at) = (new double[length], new double[length], new double[length]);
        for (var a = 0; a < Ranges; a++)
        {
            var counting = outcomes.Images.Sum(image => (long)image.Counting[a] * (times?[image.Image] ?? 1));
            if (counting == 0)
            {
                continue;
            }

            for (var m = 0; m < Limits; m++)
            {
                for (var t = 0; t < Thresholds; t++)
                {
                    var n = Walk(outcomes, times, a, t, maxDetections[m], counting, curve, points, at);
                    Store(t, k, a, m, n, curve, points, at);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Walk(ClassOutcomes outcomes, IReadOnlyList<int>? times, int a, int t, int limit, long counting, double[] curve, double[] recalls, double[] at)
    {
        var (n, right, wrong) = (0, 0L, 0L);
        var place = (a * Thresholds) + t;
        foreach (var (score, image, rank) in outcomes.Sorted)
        {
            var count = times?[image.Image] ?? 1;
            if (rank >= limit || count == 0)
            {
                continue;
            }

            switch (image.Outcomes[(place * image.Scores.Length) + rank])
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
            at[n++] = score;
        }

        for (var i = n - 1; i > 0; i--)
        {
            curve[i - 1] = Math.Max(curve[i - 1], curve[i]);
        }

        return n;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store(int t, int k, int a, int m, int n, double[] curve, double[] recalls, double[] at)
    {
        recall[Index(t, k, a, m)] = n > 0 ? recalls[n - 1] : 0;
        var point = 0;
        for (var r = 0; r < Recalls; r++)
        {
            while (point < n && recalls[point] < options.RecallThresholds[r])
            {
                point++;
            }

            var index = Index(t, r, k, a, m);
            (precision[index], scores[index]) = point < n ? (curve[point], at[point]) : (0, 0);
        }
    }

    private int Index(int t, int r, int k, int a, int m) => (((((((t * Recalls) + r) * Classes) + k) * Ranges) + a) * Limits) + m;

    private int Index(int t, int k, int a, int m) => (((((t * Classes) + k) * Ranges) + a) * Limits) + m;
}
