namespace Panoptes.Metrics.Panoptic;

/// <summary>Shared pixels of two segments that are listed.</summary>
/// <param name="Truth">Index of the truth's segment; -1 where the pixels are of none that is listed.</param>
/// <param name="Prediction">Index of the predicted segment; -1 likewise.</param>
/// <param name="Pixels">Pixels where both hold.</param>
/// <param name="IsVoid">Whether the truth says of them that they are void (id 0).</param>
internal readonly record struct SegmentOverlap(int Truth, int Prediction, long Pixels, bool IsVoid);

/// <summary>
/// The pairs of a table by the places of their segments, and the segments' pixels; made once an image, for all that counts.
/// </summary>
internal sealed class SegmentOverlaps
{
    public SegmentOverlaps(PanopticTable table, IReadOnlyList<PanopticCategory> categories)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(categories);
        (Table, Categories) = (table, categories);
        var (truths, predictions) = (Places(table.Truth), Places(table.Prediction));
        (TruthPixels, PredictionPixels) = (new long[table.Truth.Length], new long[table.Prediction.Length]);
        Pairs = new SegmentOverlap[table.Pairs.Length];
        for (var i = 0; i < Pairs.Length; i++)
        {
            var pair = table.Pairs[i];
            var (t, p) = (truths.GetValueOrDefault(pair.Truth, -1), predictions.GetValueOrDefault(pair.Prediction, -1));
            Pairs[i] = new SegmentOverlap(t, p, pair.Pixels, pair.Truth == 0);
            if (t >= 0)
            {
                TruthPixels[t] += pair.Pixels;
            }

            if (p >= 0)
            {
                PredictionPixels[p] += pair.Pixels;
            }
        }
    }

    public PanopticTable Table { get; }

    public IReadOnlyList<PanopticCategory> Categories { get; }

    /// <summary>In the order of the table's pairs.</summary>
    public SegmentOverlap[] Pairs { get; }

    /// <summary>Pixels of every truth segment in its map, whatever its list says.</summary>
    public long[] TruthPixels { get; }

    /// <summary>Pixels of every predicted segment.</summary>
    public long[] PredictionPixels { get; }

    public bool IsThing(PanopticSegment segment) => Categories[segment.Category].IsThing;

    /// <summary>The pairs of a predicted and a true thing, crowds among them.</summary>
    public IEnumerable<SegmentOverlap> OfThings() => Pairs.Where(pair => pair.Truth >= 0 && pair.Prediction >= 0
        && IsThing(Table.Truth[pair.Truth]) && IsThing(Table.Prediction[pair.Prediction]));

    private static Dictionary<int, int> Places(PanopticSegment[] segments)
    {
        var places = new Dictionary<int, int>(segments.Length);
        for (var i = 0; i < segments.Length; i++)
        {
            places[segments[i].Id] = i;
        }

        return places;
    }
}
