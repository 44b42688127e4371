namespace Panoptes.Metrics.Instances;

/// <summary>
/// Precision and score at each recall threshold, and recall, by IoU threshold, class, area range and count of detections;
/// -1 where there is no truth (COCOeval.accumulate).
/// </summary>
public sealed class PrecisionCurves
{
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
        precision = GC.AllocateUninitializedArray<double>(recall.Length * Recalls);
        scores = GC.AllocateUninitializedArray<double>(precision.Length);
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

    /// <summary>Fills in one class, each of which must be. Classes may be filled in side by side.</summary>
    /// <param name="k">The class.</param>
    /// <param name="outcomes">Its detections.</param>
    /// <param name="times">How often each image counts; null for once each.</param>
    internal void Accumulate(int k, ClassOutcomes outcomes, IReadOnlyList<int>? times = null)
    {
        var counts = new int[outcomes.Images.Length];
        var counting = new long[Ranges];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = times?[outcomes.Images[i].Image] ?? 1;
            for (var a = 0; a < counting.Length; a++)
            {
                counting[a] += (long)outcomes.Images[i].Counting[a] * counts[i];
            }
        }

        // A limit that leaves every detection in changes nothing; limits ascend.
        var most = outcomes.MostInAnImage();
        var walks = new RecallWalk?[Limits];
        for (var m = 0; m < Limits; m++)
        {
            walks[m] = m > 0 && maxDetections[m - 1] >= most ? null : new RecallWalk(outcomes, counts, maxDetections[m]);
        }

        var (row, rows) = (Ranges * Limits, new CurveRows(recallThresholds, Ranges * Limits));
        for (var t = 0; t < Thresholds; t++)
        {
            for (var i = 0; i < row; i++)
            {
                var (a, m) = (i / Limits, i % Limits);
                recall[Index(t, k, 0, 0) + i] = counting[a] == 0 ? rows.Clear(i)
                    : walks[m] is { } walk ? walk.Store((a * Thresholds) + t, counting[a], rows, i)
                    : rows.Repeat(i, recall[Index(t, k, 0, 0) + i - 1]);
            }

            for (var r = 0; r < Recalls; r++)
            {
                rows.Precision.AsSpan(r * row, row).CopyTo(precision.AsSpan(Index(t, r, k, 0, 0)));
                rows.Scores.AsSpan(r * row, row).CopyTo(scores.AsSpan(Index(t, r, k, 0, 0)));
            }
        }
    }

    private int Index(int t, int r, int k, int a, int m) => (((((((t * Recalls) + r) * Classes) + k) * Ranges) + a) * Limits) + m;

    private int Index(int t, int k, int a, int m) => (((((t * Classes) + k) * Ranges) + a) * Limits) + m;
}
