using System.Buffers;
using System.Runtime.InteropServices;

namespace Panoptes.Metrics.Instances;

/// <summary>The twelve numbers that pycocotools prints; -1 where there is no truth to find.</summary>
/// <param name="AP">Average precision over all thresholds, at 100 detections.</param>
/// <param name="AP50">At IoU 0.5.</param>
/// <param name="AP75">At IoU 0.75.</param>
/// <param name="APSmall">Of small objects.</param>
/// <param name="APMedium">Of medium objects.</param>
/// <param name="APLarge">Of large objects.</param>
/// <param name="AR1">Average recall at the smallest count of detections.</param>
/// <param name="AR10">At the middle one.</param>
/// <param name="AR100">At the largest one.</param>
/// <param name="ARSmall">Of small objects.</param>
/// <param name="ARMedium">Of medium objects.</param>
/// <param name="ARLarge">Of large objects.</param>
public sealed record InstanceScores(
    double AP, double AP50, double AP75, double APSmall, double APMedium, double APLarge, double AR1, double AR10, double AR100,
    double ARSmall, double ARMedium, double ARLarge);

/// <summary>The outcome of an instance evaluation.</summary>
public sealed class InstanceReport
{
    /// <summary>How it was done.</summary>
    public required InstanceOptions Options { get; init; }

    /// <summary>Ids of the images, ascending.</summary>
    public required IReadOnlyList<long> Images { get; init; }

    /// <summary>The categories, by ascending id.</summary>
    public required IReadOnlyList<InstanceCategory> Categories { get; init; }

    /// <summary>Counts of detections, ascending.</summary>
    public required IReadOnlyList<int> MaxDetections { get; init; }

    /// <summary>The curves behind the numbers.</summary>
    public required PrecisionCurves Curves { get; init; }

    /// <summary>Matches in the first area range, where asked for: by category, then image.</summary>
    public required IReadOnlyList<ImageMatches> Matches { get; init; }

    /// <summary>Overlaps, where asked for: by category, then image.</summary>
    public required IReadOnlyList<ImageOverlaps> Overlaps { get; init; }

    /// <summary>What every detection counts as.</summary>
    internal IReadOnlyList<ClassOutcomes> Outcomes { get; init; } = [];

    /// <summary>The report of these images, each taken so many times.</summary>
    /// <param name="times">By image, in the order of <see cref="Images"/>.</param>
    public InstanceReport Weighted(IReadOnlyList<int> times)
    {
        var curves = new PrecisionCurves(Options, [.. MaxDetections], Outcomes.Count);
        for (var k = 0; k < Outcomes.Count; k++)
        {
            curves.Accumulate(k, Outcomes[k], times);
        }

        return new InstanceReport
        {
            Options = Options,
            Images = Images,
            Categories = Categories,
            MaxDetections = MaxDetections,
            Curves = curves,
            Outcomes = Outcomes,
            Matches = [],
            Overlaps = [],
        };
    }

    /// <summary>The twelve numbers. As in pycocotools AP is asked for at 100 detections, the rest at the three limits given.</summary>
    public InstanceScores Scores
    {
        get
        {
            var limit = (int place) => place < MaxDetections.Count ? MaxDetections[place] : -1;
            var (first, second, third) = (limit(0), limit(1), limit(2));
            return new InstanceScores(
                MeanPrecision(null, "all", 100),
                MeanPrecision(.5, "all", third),
                MeanPrecision(.75, "all", third),
                MeanPrecision(null, "small", third),
                MeanPrecision(null, "medium", third),
                MeanPrecision(null, "large", third),
                MeanRecall("all", first),
                MeanRecall("all", second),
                MeanRecall("all", third),
                MeanRecall("small", third),
                MeanRecall("medium", third),
                MeanRecall("large", third));
        }
    }

    /// <summary>Mean precision over classes and recalls; -1 where nothing is defined.</summary>
    /// <param name="threshold">One IoU threshold, or null for all.</param>
    /// <param name="range">Name of the area range.</param>
    /// <param name="detections">One of the limits.</param>
    /// <param name="category">Place of one category, or null for all.</param>
    public double MeanPrecision(double? threshold, string range, int detections, int? category = null)
    {
        var (a, m) = Find(range, detections);
        var values = ArrayPool<double>.Shared.Rent(Curves.Thresholds * Curves.Recalls * Curves.Classes);
        var count = 0;
        for (var t = 0; a >= 0 && m >= 0 && t < Curves.Thresholds; t++)
        {
            if (threshold is { } wanted && Options.IoUThresholds[t] != wanted)
            {
                continue;
            }

            for (var r = 0; r < Curves.Recalls; r++)
            {
                for (var k = category ?? 0; k < (category + 1 ?? Curves.Classes); k++)
                {
                    values[count] = Curves.PrecisionAt(t, r, k, a, m);
                    count += values[count] > -1 ? 1 : 0;
                }
            }
        }

        var mean = PairwiseSum.Mean(values.AsSpan(0, count));
        ArrayPool<double>.Shared.Return(values);
        return mean;
    }

    /// <summary>Mean recall over IoU thresholds and classes; -1 where nothing is defined.</summary>
    public double MeanRecall(string range, int detections, int? category = null)
    {
        var (a, m) = Find(range, detections);
        var values = new List<double>();
        for (var t = 0; a >= 0 && m >= 0 && t < Curves.Thresholds; t++)
        {
            for (var k = category ?? 0; k < (category + 1 ?? Curves.Classes); k++)
            {
                Add(values, Curves.RecallAt(t, k, a, m));
            }
        }

        return PairwiseSum.Mean(CollectionsMarshal.AsSpan(values));
    }

    private static void Add(List<double> values, double value)
    {
        if (value > -1)
        {
            values.Add(value);
        }
    }

    private (int Range, int Limit) Find(string range, int detections)
    {
        var (a, m) = (-1, -1);
        for (var i = 0; i < Options.AreaRanges.Count; i++)
        {
            a = Options.AreaRanges[i].Name == range ? i : a;
        }

        for (var i = 0; i < MaxDetections.Count; i++)
        {
            m = MaxDetections[i] == detections ? i : m;
        }

        return (a, m);
    }
}
