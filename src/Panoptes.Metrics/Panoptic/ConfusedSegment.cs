namespace Panoptes.Metrics.Panoptic;

/// <summary>A ground-truth thing that a prediction covers among others.</summary>
/// <param name="Id">Its id in the truth's map.</param>
/// <param name="Category">Index of its class.</param>
/// <param name="Pixels">Its pixels that the prediction covers.</param>
/// <param name="Area">All its pixels.</param>
public sealed record CoveredThing(int Id, int Category, long Pixels, long Area)
{
    /// <summary>The share of it that is covered, above the threshold and at most 1.</summary>
    public double Coverage => (double)Pixels / Area;
}

/// <summary>A predicted thing that mixes several: it covers more than T % of each of at least two ground-truth things.</summary>
/// <param name="Id">Its id in the predicted map.</param>
/// <param name="Category">Index of the class that is predicted.</param>
/// <param name="Area">Its area in pixels.</param>
/// <param name="Covered">The things that it mixes, of any class and no crowds, the one with the most covered pixels first.</param>
public sealed record ConfusedSegment(int Id, int Category, long Area, IReadOnlyList<CoveredThing> Covered)
{
    /// <summary>The threshold T that lists, pictures and single numbers are given at, in percent.</summary>
    public const int Percent = 25;

    /// <summary>The confused area: pixels of the prediction on the things that it mixes.</summary>
    public long Pixels => Covered.Sum(thing => thing.Pixels);

    /// <summary>The confused predictions of an image, that with the largest confused area first.</summary>
    /// <param name="table">Its segments and shared pixels.</param>
    /// <param name="categories">The classes, in the order in which segments name them.</param>
    /// <param name="percent">The threshold T in percent, 0 to 100.</param>
    public static IReadOnlyList<ConfusedSegment> Of(
        PanopticTable table, IReadOnlyList<PanopticCategory> categories, int percent = Percent) =>
        Of(new SegmentOverlaps(table, categories), percent);

    internal static IReadOnlyList<ConfusedSegment> Of(SegmentOverlaps overlaps, int percent = Percent)
    {
        var covered = new Dictionary<int, List<CoveredThing>>();
        foreach (var pair in overlaps.OfThings())
        {
            var (truth, area) = (overlaps.Table.Truth[pair.Truth], overlaps.TruthPixels[pair.Truth]);
            if (!truth.IsCrowd && 100 * pair.Pixels > percent * area)
            {
                if (!covered.TryGetValue(pair.Prediction, out var things))
                {
                    covered[pair.Prediction] = things = [];
                }

                things.Add(new CoveredThing(truth.Id, truth.Category, pair.Pixels, area));
            }
        }

        return
        [
            .. covered.Where(entry => entry.Value.Count > 1).Select(entry =>
            {
                var segment = overlaps.Table.Prediction[entry.Key];
                return new ConfusedSegment(
                    segment.Id, segment.Category, segment.Area,
                    [.. entry.Value.OrderByDescending(thing => thing.Pixels).ThenBy(thing => thing.Id)]);
            }).OrderByDescending(segment => segment.Pixels).ThenBy(segment => segment.Id),
        ];
    }
}
