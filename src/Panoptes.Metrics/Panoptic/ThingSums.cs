namespace Panoptes.Metrics.Panoptic;

/// <summary>Sums up the things of one image: pixels and confused predictions, by class and by size.</summary>
internal sealed class ThingSums
{
    private readonly SegmentOverlaps overlaps;

    public ThingSums(SegmentOverlaps overlaps)
    {
        this.overlaps = overlaps;
        Classes = new ThingPixels[overlaps.Categories.Count];
        ConfusedOf = new ConfusedCount[overlaps.Categories.Count];
        var sizes = Enum.GetValues<SegmentSize>().Length;
        (ByTruth, ByPrediction, ConfusedBySize) = (new ThingPixels[sizes], new ThingPixels[sizes], new ConfusedCount[sizes]);
        foreach (var pair in overlaps.Pairs)
        {
            Add(pair);
        }

        foreach (var segment in overlaps.Table.Prediction)
        {
            Count(segment.Category, segment.Area, new ConfusedCount(1, 0));
        }
    }

    /// <summary>By class.</summary>
    public ThingPixels[] Classes { get; }

    /// <summary>By class of the predicted segment.</summary>
    public ConfusedCount[] ConfusedOf { get; }

    /// <summary>By size of the truth's segment.</summary>
    public ThingPixels[] ByTruth { get; }

    /// <summary>By size of the predicted segment.</summary>
    public ThingPixels[] ByPrediction { get; }

    /// <summary>By size of the predicted segment.</summary>
    public ConfusedCount[] ConfusedBySize { get; }

    /// <summary>Adds the pixels of matched pairs.</summary>
    public void Add(PanopticMatches matches)
    {
        foreach (var match in matches.Matches)
        {
            var category = overlaps.Table.Truth[match.Truth].Category;
            if (overlaps.Categories[category].IsThing)
            {
                var pixels = new ThingPixels(match.Pixels, 0, 0, 0, 0, 0);
                Classes[category] += pixels;
                Add(ByTruth, overlaps.TruthPixels[match.Truth], pixels);
                Add(ByPrediction, overlaps.Table.Prediction[match.Prediction].Area, pixels);
            }
        }
    }

    /// <summary>Counts the confused predictions.</summary>
    public void Add(IReadOnlyList<ConfusedSegment> confused)
    {
        foreach (var segment in confused)
        {
            Count(segment.Category, segment.Area, new ConfusedCount(0, 1));
        }
    }

    private static void Add(ThingPixels[] sums, long area, ThingPixels pixels)
    {
        var (size, isHuge) = SegmentSizes.Of(area);
        sums[(int)size] += pixels;
        sums[(int)SegmentSize.Huge] += isHuge ? pixels : default;
    }

    private void Add(SegmentOverlap pair)
    {
        var table = overlaps.Table;
        if (pair.Truth >= 0 && table.Truth[pair.Truth] is var t && overlaps.IsThing(t))
        {
            var pixels = t.IsCrowd ? new ThingPixels(0, 0, pair.Pixels, 0, 0, 0) : new ThingPixels(0, pair.Pixels, 0, 0, 0, 0);
            Classes[t.Category] += pixels;
            Add(ByTruth, overlaps.TruthPixels[pair.Truth], pixels);
        }

        if (pair.Prediction >= 0 && table.Prediction[pair.Prediction] is var p && overlaps.IsThing(p))
        {
            var isOnCrowd = pair.Truth >= 0 && table.Truth[pair.Truth].IsCrowd && table.Truth[pair.Truth].Category == p.Category;
            var pixels = new ThingPixels(0, 0, 0, pair.Pixels, pair.IsVoid ? pair.Pixels : 0, isOnCrowd ? pair.Pixels : 0);
            Classes[p.Category] += pixels;
            Add(ByPrediction, p.Area, pixels);
        }
    }

    private void Count(int category, long area, ConfusedCount count)
    {
        if (!overlaps.Categories[category].IsThing)
        {
            return;
        }

        var (size, isHuge) = SegmentSizes.Of(area);
        ConfusedOf[category] += count;
        ConfusedBySize[(int)size] += count;
        ConfusedBySize[(int)SegmentSize.Huge] += isHuge ? count : default;
    }
}
