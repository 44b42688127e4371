using Panoptes.Metrics.Exchange;

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

/// <summary>
/// The share of predicted thing segments that cover more than T % of each of at least two ground-truth things
/// ("Intra-Batch Supervision", section 6.2 and figure 5), for T = 0, 5, ..., 100: by the predicted segment's area, and under the main
/// reading by its class. Never rises with T; at 0 touching two things is enough, and more than 100 % is covered by none.
/// </summary>
public sealed class ConfusionCurve
{
    private const int Step = 5;
    private static readonly int[] Percents = [.. Enumerable.Range(0, (100 / Step) + 1).Select(k => k * Step)];
    private static readonly int Readings = Enum.GetValues<ConfusionReading>().Length;
    private static readonly int Sizes = Enum.GetValues<SegmentSize>().Length;

    private readonly long[] segments = new long[Sizes];
    private readonly long[] confused = new long[Readings * Sizes * Percents.Length];
    private readonly long[] segmentsOf;
    private readonly long[] confusedOf;

    /// <summary>Nothing counted yet.</summary>
    /// <param name="classes">How many classes there are, stuff included.</param>
    public ConfusionCurve(int classes) => (segmentsOf, confusedOf) = (new long[classes], new long[classes * Percents.Length]);

    private long[][] Counts => [segments, confused, segmentsOf, confusedOf];

    /// <summary>The thresholds T in percent.</summary>
    public static IReadOnlyList<int> ThresholdsPercent => Percents;

    /// <summary>Predicted thing segments of a size.</summary>
    public long Segments(SegmentSize size = SegmentSize.All) => segments[(int)size];

    /// <summary>Predicted thing segments of a class; 0 of a class of stuff.</summary>
    /// <param name="category">Index of the class.</param>
    public long SegmentsOf(int category) => segmentsOf[category];

    /// <summary>How many segments of a size are confused at each threshold.</summary>
    public ReadOnlySpan<long> Confused(ConfusionReading reading = ConfusionReading.AnyCategory, SegmentSize size = SegmentSize.All) =>
        confused.AsSpan(Offset(reading, size), Percents.Length);

    /// <summary>How many predicted segments of a class are confused at each threshold, under the main reading.</summary>
    /// <param name="category">Index of the class of the predicted segments.</param>
    public ReadOnlySpan<long> ConfusedOf(int category) => confusedOf.AsSpan(category * Percents.Length, Percents.Length);

    /// <summary>The share at each threshold; NaN where there is no such segment.</summary>
    public double[] Ratios(ConfusionReading reading = ConfusionReading.AnyCategory, SegmentSize size = SegmentSize.All) =>
        Ratios(Confused(reading, size), Segments(size));

    /// <summary>The share at each threshold of a class's predicted segments; NaN where there is none.</summary>
    /// <param name="category">Index of the class.</param>
    public double[] RatiosOf(int category) => Ratios(ConfusedOf(category), segmentsOf[category]);

    /// <summary>Adds another curve's counts, of the same classes.</summary>
    public void Merge(ConfusionCurve other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (own, theirs) in Counts.Zip(other.Counts))
        {
            Add(own, theirs);
        }
    }

    /// <summary>Writes the counts for another process.</summary>
    internal void Write(BinaryWriter writer)
    {
        foreach (var counts in Counts)
        {
            writer.WriteNumbers(counts);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, of as many classes.</summary>
    internal static ConfusionCurve Read(BinaryReader reader, int classes)
    {
        var curve = new ConfusionCurve(classes);
        foreach (var counts in curve.Counts)
        {
            reader.ReadNumbers(counts);
        }

        return curve;
    }

    /// <summary>Counts one image.</summary>
    public void Add(PanopticTable table, IReadOnlyList<PanopticCategory> categories) => Add(new SegmentOverlaps(table, categories));

    internal void Add(SegmentOverlaps overlaps)
    {
        var second = SecondMostExceeded(overlaps);
        for (var p = 0; p < overlaps.Table.Prediction.Length; p++)
        {
            var segment = overlaps.Table.Prediction[p];
            if (!overlaps.IsThing(segment))
            {
                continue;
            }

            var (size, isHuge) = SegmentSizes.Of(segment.Area);
            Count(SegmentSize.All, second, p);
            Count(size, second, p);
            if (isHuge)
            {
                Count(SegmentSize.Huge, second, p);
            }

            segmentsOf[segment.Category]++;
            Raise(confusedOf, segment.Category * Percents.Length, second[p * Readings]);
        }
    }

    // For every prediction and reading: how many thresholds the second most covered truth segment exceeds.
    private static int[] SecondMostExceeded(SegmentOverlaps overlaps)
    {
        var (best, second) = (new int[overlaps.Table.Prediction.Length * Readings], new int[overlaps.Table.Prediction.Length * Readings]);
        foreach (var pair in overlaps.OfThings())
        {
            var (truth, prediction) = (overlaps.Table.Truth[pair.Truth], overlaps.Table.Prediction[pair.Prediction]);
            var exceeded = Exceeded(pair.Pixels, overlaps.TruthPixels[pair.Truth]);
            Take(ConfusionReading.WithCrowds);
            if (!truth.IsCrowd)
            {
                Take(ConfusionReading.AnyCategory);
                if (truth.Category == prediction.Category)
                {
                    Take(ConfusionReading.SameCategory);
                }
            }

            void Take(ConfusionReading reading)
            {
                var at = (pair.Prediction * Readings) + (int)reading;
                (best[at], second[at]) = exceeded > best[at] ? (exceeded, best[at]) : (best[at], Math.Max(second[at], exceeded));
            }
        }

        return second;
    }

    // How many of 0, 5, ..., 100 % of an area a count of its pixels is above.
    private static int Exceeded(long pixels, long area) => (int)(((pixels * (100 / Step)) + area - 1) / area);

    private static double[] Ratios(ReadOnlySpan<long> counts, long total)
    {
        var ratios = new double[counts.Length];
        for (var i = 0; i < ratios.Length; i++)
        {
            ratios[i] = total == 0 ? double.NaN : (double)counts[i] / total;
        }

        return ratios;
    }

    private static void Raise(long[] counts, int offset, int exceeded)
    {
        foreach (ref var count in counts.AsSpan(offset, exceeded))
        {
            count++;
        }
    }

    private static void Add(long[] to, long[] from)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += from[i];
        }
    }

    private static int Offset(ConfusionReading reading, SegmentSize size) => (((int)reading * Sizes) + (int)size) * Percents.Length;

    private void Count(SegmentSize size, int[] second, int prediction)
    {
        segments[(int)size]++;
        for (var reading = 0; reading < Readings; reading++)
        {
            Raise(confused, Offset((ConfusionReading)reading, size), second[(prediction * Readings) + reading]);
        }
    }
}
