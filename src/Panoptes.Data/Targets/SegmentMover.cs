using Panoptes.Data.Samples;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Targets;

/// <summary>Moves the segments of a sample as its image is moved.</summary>
public static class SegmentMover
{
    /// <summary>Writes the ids that an image's geometry shows and lists their segments.</summary>
    /// <param name="segments">The segments, of any resolution of the image's aspect ratio.</param>
    /// <param name="geometry">The geometry of the image.</param>
    /// <param name="rules">Which segments are kept; the pixels of the others become 0.</param>
    /// <param name="ids">Takes one id an output pixel: the place in the table that is returned, counted from 1, or 0.</param>
    /// <param name="layer">What messages call the segments, best their file.</param>
    /// <param name="source">What messages call the image, best its file.</param>
    /// <returns>The segments kept, in the order of <see cref="SegmentMap.Segments"/>.</returns>
    /// <exception cref="Foundation.InputException">The aspect ratios differ.</exception>
    public static IReadOnlyList<SegmentTarget> Move(
        SegmentMap segments,
        Geometry geometry,
        TargetRules rules,
        Span<int> ids,
        string layer = "the segments",
        string source = "its image")
    {
        ArgumentNullException.ThrowIfNull(segments);
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(rules);
        Resampler.Ids(segments.Ids, geometry.ForSource(segments.Ids.Width, segments.Ids.Height, layer, source), 0, ids);
        var places = new Dictionary<int, int>(segments.Segments.Count);
        foreach (var segment in segments.Segments)
        {
            places.Add(segment.Id, places.Count + 1);
        }

        var areas = ToPlaces(ids, places);
        var kept = new List<SegmentTarget>();
        var newPlaces = new int[areas.Length];
        for (var place = 1; place < areas.Length; place++)
        {
            var segment = segments.Segments[place - 1];
            if (areas[place] < Math.Max(1, rules.MinSegmentPixels) || !rules.Keeps(segment.CategoryTrainId, segment.IsCrowd))
            {
                continue;
            }

            newPlaces[place] = kept.Count + 1;
            var (trainId, isThing, isCrowd) = (segment.CategoryTrainId, segment.IsThing, segment.IsCrowd);
            kept.Add(new SegmentTarget(kept.Count + 1, segment.Id, trainId, isThing, isCrowd, areas[place]));
        }

        if (kept.Count < segments.Segments.Count)
        {
            Rename(ids, newPlaces);
        }

        return kept;
    }

    // Ids come in runs: one look into the table for each run.
    private static long[] ToPlaces(Span<int> ids, Dictionary<int, int> places)
    {
        var areas = new long[places.Count + 1];
        for (var i = 0; i < ids.Length;)
        {
            var (start, id) = (i, ids[i]);
            var length = ids[start..].IndexOfAnyExcept(id);
            i = length < 0 ? ids.Length : start + length;
            var place = places.GetValueOrDefault(id);
            areas[place] += i - start;
            ids[start..i].Fill(place);
        }

        return areas;
    }

    /// <summary>Gives the ids of a map other names.</summary>
    internal static void Rename(Span<int> ids, int[] names)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = names[ids[i]];
        }
    }
}
