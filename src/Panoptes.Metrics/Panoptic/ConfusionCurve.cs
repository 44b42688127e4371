namespace Panoptes.Metrics.Panoptic;

/// <summary>Which ground-truth segments a prediction may confuse.</summary>
public enum ConfusionReading
{
    /// <summary>Things of any class, no crowds.</summary>
    AnyCategory,

    /// <summary>Things of the prediction's class, no crowds.</summary>
    SameCategory,

    /// <summary>Things of any class, crowds too.</summary>
    WithCrowds,
}

/// <summary>Which predicted segments are looked at, by their area in pixels.</summary>
public enum SegmentSize
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Below 32 x 32.</summary>
    Small,

    /// <summary>32 x 32 to 96 x 96.</summary>
    Medium,

    /// <summary>Above 96 x 96.</summary>
    Large,

    /// <summary>Above 256 x 256; part of the large ones.</summary>
    Huge,
}

/// <summary>
/// The share of predicted thing segments that cover more than T % of each of at least two ground-truth things
/// ("Intra-Batch Supervision", section 6.2), for T = 5, 10, ..., 50. Never rises with T.
/// </summary>
public sealed class ConfusionCurve
{
    private static readonly int[] Percents = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50];
    private static readonly int Readings = Enum.GetValues<ConfusionReading>().Length;
    private static readonly int Sizes = Enum.GetValues<SegmentSize>().Length;

    private readonly long[] segments = new long[Sizes];
    private readonly long[] confused = new long[Readings * Sizes * Percents.Length];

    /// <summary>The thresholds T in percent.</summary>
    public static IReadOnlyList<int> ThresholdsPercent => Percents;

    /// <summary>Predicted thing segments of a size.</summary>
    public long Segments(SegmentSize size = SegmentSize.All) => segments[(int)size];

    /// <summary>How many of them are confused at each threshold.</summary>
    public ReadOnlySpan<long> Confused(ConfusionReading reading = ConfusionReading.AnyCategory, SegmentSize size = SegmentSize.All) =>
        confused.AsSpan(Offset(reading, size), Percents.Length);

    /// <summary>The share at each threshold; NaN where there is no such segment.</summary>
    public double[] Ratios(ConfusionReading reading = ConfusionReading.AnyCategory, SegmentSize size = SegmentSize.All)
    {
        var total = segments[(int)size];
        var counts = Confused(reading, size);
        var ratios = new double[counts.Length];
        for (var i = 0; i < ratios.Length; i++)
        {
            ratios[i] = total == 0 ? double.NaN : (double)counts[i] / total;
        }

        return ratios;
    }

    /// <summary>Adds another curve's counts.</summary>
    public void Merge(ConfusionCurve other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] += other.segments[i];
        }

        for (var i = 0; i < confused.Length; i++)
        {
            confused[i] += other.confused[i];
        }
    }

    /// <summary>Counts one image.</summary>
    public void Add(PanopticTable table, IReadOnlyList<PanopticCategory> categories)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(categories);
        foreach (var (segment, exceeded) in ExceededThresholds(table, categories))
        {
            foreach (var size in SizesOf(segment.Area))
            {
                segments[(int)size]++;
                for (var reading = 0; reading < Readings; reading++)
                {
                    var counts = confused.AsSpan(Offset((ConfusionReading)reading, size), exceeded[reading]);
                    foreach (ref var count in counts)
                    {
                        count++;
                    }
                }
            }
        }
    }

    /// <summary>Predicted segments (as indices) that are confused at T percent under the main reading.</summary>
    public static IEnumerable<int> ConfusedSegments(PanopticTable table, IReadOnlyList<PanopticCategory> categories, int percent)
    {
        var wanted = Percents.Count(p => p <= percent);
        var ids = ExceededThresholds(table, categories)
            .Where(entry => entry.Exceeded[(int)ConfusionReading.AnyCategory] >= wanted)
            .Select(entry => entry.Segment.Id)
            .ToHashSet();
        return Enumerable.Range(0, table.Prediction.Length).Where(p => ids.Contains(table.Prediction[p].Id));
    }

    // For every predicted thing: under each reading, how many thresholds the second most covered truth segment exceeds.
    private static IEnumerable<(PanopticSegment Segment, int[] Exceeded)> ExceededThresholds(
        PanopticTable table, IReadOnlyList<PanopticCategory> categories)
    {
        var truthPixels = new Dictionary<int, long>();
        foreach (var pair in table.Pairs)
        {
            truthPixels[pair.Truth] = truthPixels.GetValueOrDefault(pair.Truth) + pair.Pixels;
        }

        var things = table.Truth.Where(s => categories[s.Category].IsThing).ToDictionary(s => s.Id);
        var covered = table.Pairs.Where(pair => things.ContainsKey(pair.Truth)).ToLookup(pair => pair.Prediction);
        foreach (var segment in table.Prediction.Where(s => categories[s.Category].IsThing))
        {
            var (best, second) = (new int[Readings], new int[Readings]);
            foreach (var pair in covered[segment.Id])
            {
                var truth = things[pair.Truth];
                var exceeded = Percents.Count(percent => 100 * pair.Pixels > percent * truthPixels[pair.Truth]);
                foreach (var reading in ReadingsOf(truth, segment))
                {
                    (best[(int)reading], second[(int)reading]) = exceeded > best[(int)reading]
                        ? (exceeded, best[(int)reading])
                        : (best[(int)reading], Math.Max(second[(int)reading], exceeded));
                }
            }

            yield return (segment, second);
        }
    }

    private static IEnumerable<ConfusionReading> ReadingsOf(PanopticSegment truth, PanopticSegment prediction)
    {
        yield return ConfusionReading.WithCrowds;
        if (!truth.IsCrowd)
        {
            yield return ConfusionReading.AnyCategory;
            if (truth.Category == prediction.Category)
            {
                yield return ConfusionReading.SameCategory;
            }
        }
    }

    private static IEnumerable<SegmentSize> SizesOf(long area)
    {
        yield return SegmentSize.All;
        yield return area < 32 * 32 ? SegmentSize.Small : area <= 96 * 96 ? SegmentSize.Medium : SegmentSize.Large;
        if (area > 256 * 256)
        {
            yield return SegmentSize.Huge;
        }
    }

    private static int Offset(ConfusionReading reading, SegmentSize size) => (((int)reading * Sizes) + (int)size) * Percents.Length;
}
