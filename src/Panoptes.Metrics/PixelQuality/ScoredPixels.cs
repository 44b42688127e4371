namespace Panoptes.Metrics.PixelQuality;

/// <summary>Scores of pixels against whether their class is right, as counts: nothing of an image is kept.</summary>
internal sealed class ScoredPixels
{
    private const int Bins = 10;

    // Of training's own arithmetic: a threshold is rounded to 32 bits before scores are held against it.
    private static readonly double[] Thresholds =
        [.30, .35, .40, .45, .50, .55, .60, .65, .70, .75, .80, .85, .90, .95, .97, .99];

    private readonly float[] least = [.. Thresholds.Select(threshold => (float)threshold)];
    private readonly long[] counts = new long[Bins];
    private readonly long[] hits = new long[Bins];
    private readonly double[] sums = new double[Bins];
    private readonly long[] reached = new long[Thresholds.Length + 1];
    private readonly long[] rightReached = new long[Thresholds.Length + 1];

    /// <summary>Counts a pixel with truth.</summary>
    /// <param name="score">How sure the network is, 0 to 1.</param>
    /// <param name="isRight">Whether its likeliest class is right.</param>
    public void Add(float score, bool isRight)
    {
        var bin = Math.Clamp((int)(score * Bins), 0, Bins - 1);
        counts[bin]++;
        sums[bin] += score;
        var place = least.Length;
        while (place > 0 && score < least[place - 1])
        {
            place--;
        }

        reached[place]++;
        if (isRight)
        {
            hits[bin]++;
            rightReached[place]++;
        }
    }

    /// <summary>Bins of the same width.</summary>
    public IReadOnlyList<PixelBin> Reliability() => counts.Sum() == 0 ? [] :
    [
        .. Enumerable.Range(0, Bins).Select(bin => new PixelBin(
            (double)bin / Bins, (double)(bin + 1) / Bins, counts[bin], counts[bin] == 0 ? double.NaN : sums[bin] / counts[bin],
            PixelQualityCounter.Share(hits[bin], counts[bin]))),
    ];

    /// <summary>What each threshold would keep.</summary>
    /// <param name="pixels">Pixels with truth.</param>
    public IReadOnlyList<PixelThresholdPoint> Sweep(long pixels)
    {
        if (counts.Sum() == 0)
        {
            return [];
        }

        var points = new PixelThresholdPoint[Thresholds.Length];
        var (kept, right) = (0L, 0L);
        for (var i = Thresholds.Length - 1; i >= 0; i--)
        {
            (kept, right) = (kept + reached[i + 1], right + rightReached[i + 1]);
            points[i] = new PixelThresholdPoint(
                Thresholds[i], PixelQualityCounter.Share(kept, pixels), PixelQualityCounter.Share(right, kept));
        }

        return points;
    }
}
