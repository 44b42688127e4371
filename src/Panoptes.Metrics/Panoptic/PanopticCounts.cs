using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Panoptic;

/// <summary>Sums of one class that panoptic quality is made of.</summary>
/// <param name="IoU">Sum of the matches' IoU, without rounding.</param>
/// <param name="TruePositives">Matched pairs.</param>
/// <param name="FalsePositives">Unmatched predictions that are not forgiven.</param>
/// <param name="FalseNegatives">Unmatched ground-truth segments.</param>
public readonly record struct PanopticSums(ExactSum IoU, long TruePositives, long FalsePositives, long FalseNegatives)
{
    /// <summary>Whether the class was neither there nor predicted.</summary>
    public bool IsAbsent => TruePositives + FalsePositives + FalseNegatives == 0;

    /// <summary>Sums of two.</summary>
    public static PanopticSums operator +(PanopticSums a, PanopticSums b) =>
        new(a.IoU + b.IoU, a.TruePositives + b.TruePositives, a.FalsePositives + b.FalsePositives, a.FalseNegatives + b.FalseNegatives);

    /// <summary>The same sums, taken so many times.</summary>
    public static PanopticSums operator *(PanopticSums a, int times) =>
        new(a.IoU * times, a.TruePositives * times, a.FalsePositives * times, a.FalseNegatives * times);
}

/// <summary>Panoptic sums over images. Additions are exact: order and split do not matter. Not thread-safe; merge.</summary>
public sealed class PanopticCounts
{
    private readonly PanopticSums[] sums;
    private readonly ThingPixels[] thingPixels;

    /// <summary>Nothing counted yet.</summary>
    /// <param name="categories">The classes, in the order in which segments name them.</param>
    public PanopticCounts(IReadOnlyList<PanopticCategory> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        Categories = categories;
        sums = new PanopticSums[categories.Count];
        thingPixels = new ThingPixels[categories.Count];
        PixelConfusion = new ConfusionMatrix(Math.Max(1, categories.Count));
        Confusion = new ConfusionCurve();
    }

    /// <summary>The classes.</summary>
    public IReadOnlyList<PanopticCategory> Categories { get; }

    /// <summary>Images counted.</summary>
    public long Images { get; private set; }

    /// <summary>Sums by class.</summary>
    public IReadOnlyList<PanopticSums> Sums => sums;

    /// <summary>Pixel sums of thing classes, by class.</summary>
    public IReadOnlyList<ThingPixels> ThingPixels => thingPixels;

    /// <summary>Pixels by (true class, predicted class); void is <see cref="ConfusionMatrix.None"/>.</summary>
    public ConfusionMatrix PixelConfusion { get; }

    /// <summary>Predictions that cover several things.</summary>
    public ConfusionCurve Confusion { get; }

    /// <summary>Counts one image.</summary>
    /// <param name="table">Its segments and shared pixels.</param>
    /// <param name="matches">What <see cref="PanopticMatcher"/> made of them.</param>
    public void Add(PanopticTable table, PanopticMatches matches)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(matches);
        Images++;
        AddSums(table, matches, sums);
        Panoptic.ThingPixels.Add(table, matches, Categories, thingPixels);
        Confusion.Add(table, Categories);
        AddPixels(table);
    }

    /// <summary>Adds what another counted, for the same classes.</summary>
    public void Merge(PanopticCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Categories.SequenceEqual(other.Categories))
        {
            throw new ArgumentException("counts of different classes do not add up", nameof(other));
        }

        Images += other.Images;
        for (var c = 0; c < sums.Length; c++)
        {
            sums[c] += other.sums[c];
            thingPixels[c] += other.thingPixels[c];
        }

        PixelConfusion.Merge(other.PixelConfusion);
        Confusion.Merge(other.Confusion);
    }

    /// <summary>The sums of one image alone, by class.</summary>
    public static PanopticSums[] SumsOf(PanopticTable table, PanopticMatches matches, int classes)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(matches);
        var sums = new PanopticSums[classes];
        AddSums(table, matches, sums);
        return sums;
    }

    private static void AddSums(PanopticTable table, PanopticMatches matches, PanopticSums[] sums)
    {
        foreach (var match in matches.Matches)
        {
            sums[table.Truth[match.Truth].Category] += new PanopticSums(ExactSum.Of(match.IoU), 1, 0, 0);
        }

        foreach (var t in matches.Missed)
        {
            sums[table.Truth[t].Category] += new PanopticSums(default, 0, 0, 1);
        }

        foreach (var p in matches.Wrong)
        {
            sums[table.Prediction[p].Category] += new PanopticSums(default, 0, 1, 0);
        }
    }

    private void AddPixels(PanopticTable table)
    {
        var truth = table.Truth.ToDictionary(s => s.Id, s => s.Category);
        var prediction = table.Prediction.ToDictionary(s => s.Id, s => s.Category);
        foreach (var pair in table.Pairs)
        {
            PixelConfusion.AddCount(
                truth.GetValueOrDefault(pair.Truth, PixelConfusion.None),
                prediction.GetValueOrDefault(pair.Prediction, PixelConfusion.None), pair.Pixels);
        }
    }
}
