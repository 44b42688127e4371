using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Flattening;

/// <summary>
/// Brings objects that may overlap to a panoptic map of things, so that what is counted of segments can be counted of them
/// ("Intra-Batch Supervision", table 4; rule of detectron2's merging of instances).
/// </summary>
public static class FlatInstances
{
    /// <summary>What numbers of flattened objects say of themselves.</summary>
    public const string Rule =
        "objects overlap and were flattened to segments: predictions with a score of at least 0.5, the surest first, one that lies by more "
        + "than half under surer ones left out; of the truth the smaller of two is on top, and crowds lie below all";

    /// <summary>Predictions with a smaller score are left out.</summary>
    public const double LeastScore = 0.5;

    /// <summary>A prediction of which a larger share lies under surer ones is left out.</summary>
    public const double MostHidden = 0.5;

    /// <summary>The id of what is labeled and no thing: unlisted and not void.</summary>
    internal const int Background = int.MaxValue;

    /// <summary>Flattens predictions: every pixel goes to the surest, as <see cref="Rule"/> says.</summary>
    /// <param name="objects">Index of the class, score and pixels; masks of one size. Of equal scores the first is surer.</param>
    public static IReadOnlyList<FlatObject> OfPredictions(IEnumerable<(int Category, double Score, RunLengthMask Mask)> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var sure = objects.Where(o => o.Score >= LeastScore && o.Mask.Area > 0).OrderByDescending(o => o.Score);
        return Lay(sure.Select(o => new FlatObject(o.Category, false, o.Mask)), MostHidden);
    }

    /// <summary>Flattens ground truth: the smaller of two objects keeps a pixel that both have, and any object before a crowd.</summary>
    /// <param name="objects">The objects; masks of one size.</param>
    /// <returns>Those of which a pixel is left.</returns>
    public static IReadOnlyList<FlatObject> OfTruths(IEnumerable<FlatObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return Lay(objects.OrderBy(o => o.IsCrowd).ThenBy(o => o.Mask.Area), 1);
    }

    /// <summary>
    /// The table of flat objects. What belongs to no true object is background and not void: predictions there are wrong.
    /// </summary>
    /// <param name="truths">True objects; their ids are their places from 1.</param>
    /// <param name="predictions">Predicted objects, likewise.</param>
    public static PanopticTable Table(IReadOnlyList<FlatObject> truths, IReadOnlyList<FlatObject> predictions)
    {
        ArgumentNullException.ThrowIfNull(truths);
        ArgumentNullException.ThrowIfNull(predictions);
        var pairs = new List<SegmentPair>();
        long[] free = [.. predictions.Select(p => p.Mask.Area)];
        for (var t = 0; t < truths.Count; t++)
        {
            var at = pairs.Count;
            var missed = truths[t].Mask.Area;
            for (var p = 0; p < predictions.Count; p++)
            {
                if (Shared(truths[t].Mask, predictions[p].Mask) is var shared and > 0)
                {
                    pairs.Add(new SegmentPair(t + 1, p + 1, shared));
                    (missed, free[p]) = (missed - shared, free[p] - shared);
                }
            }

            if (missed > 0)
            {
                pairs.Insert(at, new SegmentPair(t + 1, 0, missed));
            }
        }

        for (var p = 0; p < predictions.Count; p++)
        {
            if (free[p] > 0)
            {
                pairs.Add(new SegmentPair(Background, p + 1, free[p]));
            }
        }

        return new PanopticTable(Segments(truths), Segments(predictions), [.. pairs]);
    }

    /// <summary>The table of flat predictions beside a map of segments that says of every pixel what it is.</summary>
    /// <param name="ids">The truth's map.</param>
    /// <param name="things">Its segments of thing classes.</param>
    /// <param name="others">Ids of its other segments that count, so of stuff; what is in neither list is void.</param>
    /// <param name="predictions">Predicted objects of the map's size; their ids are their places from 1.</param>
    /// <param name="counter">Counts the pixels.</param>
    public static PanopticTable Table(
        Plane<int> ids, PanopticSegment[] things, IReadOnlySet<int> others, IReadOnlyList<FlatObject> predictions,
        SegmentPairCounter counter)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(things);
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(counter);
        var map = Map(predictions, ids.Width, ids.Height);
        var known = things.Select(thing => thing.Id).ToHashSet();
        var pairs = new SortedDictionary<(int Truth, int Prediction), long>();
        foreach (var pair in counter.Count(ids.Pixels, map.Pixels))
        {
            var truth = known.Contains(pair.Truth) ? pair.Truth : others.Contains(pair.Truth) ? Background : 0;
            pairs[(truth, pair.Prediction)] = pairs.GetValueOrDefault((truth, pair.Prediction)) + pair.Pixels;
        }

        return new PanopticTable(
            things, Segments(predictions), [.. pairs.Select(p => new SegmentPair(p.Key.Truth, p.Key.Prediction, p.Value))]);
    }

    /// <summary>The map of flat objects: their places from 1, and 0 where there is none.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="width">Width of their masks.</param>
    /// <param name="height">Height of their masks.</param>
    public static Plane<int> Map(IReadOnlyList<FlatObject> objects, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var map = new Plane<int>(width, height);
        for (var place = 0; place < objects.Count; place++)
        {
            objects[place].Mask.Paint(map, place + 1);
        }

        return map;
    }

    // From the top down: each keeps what none above it has, unless too much of it is hidden.
    private static List<FlatObject> Lay(IEnumerable<FlatObject> fromTheTop, double mostHidden)
    {
        var kept = new List<FlatObject>();
        foreach (var o in fromTheTop)
        {
            var left = o.Mask;
            foreach (var above in kept)
            {
                left = Shared(left, above.Mask) > 0 ? left.Without(above.Mask) : left;
            }

            if (left.Area > 0 && o.Mask.Area - left.Area <= mostHidden * o.Mask.Area)
            {
                kept.Add(o with { Mask = left });
            }
        }

        return kept;
    }

    private static long Shared(RunLengthMask a, RunLengthMask b)
    {
        var (one, other) = (a.Box, b.Box);
        var meet = one.X < other.X + other.Width && other.X < one.X + one.Width
            && one.Y < other.Y + other.Height && other.Y < one.Y + one.Height;
        return meet ? MaskOverlap.Intersection(a, b) : 0;
    }

    private static PanopticSegment[] Segments(IReadOnlyList<FlatObject> objects) =>
        [.. objects.Select((o, place) => new PanopticSegment(place + 1, o.Category, o.IsCrowd, o.Mask.Area))];
}
