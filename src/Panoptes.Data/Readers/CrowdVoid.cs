using Panoptes.Data.Samples;
using Panoptes.Imaging;

namespace Panoptes.Data.Readers;

/// <summary>Takes groups that were not told apart, and segments of void, out of a labeling.</summary>
internal static class CrowdVoid
{
    /// <summary>The segments that are left; the pixels of the others become void, in both maps.</summary>
    /// <param name="segments">The segments; their ids are changed.</param>
    /// <param name="trainIds">The class of every pixel; changed.</param>
    /// <param name="voidTrainId">The train id of void.</param>
    public static SegmentMap Apply(SegmentMap segments, Plane<ushort> trainIds, int voidTrainId)
    {
        var kept = segments.Segments.Where(segment => !segment.IsCrowd && segment.CategoryTrainId != voidTrainId).ToArray();
        var ids = kept.Select(segment => segment.Id).ToHashSet();
        for (var i = 0; i < segments.Ids.Pixels.Length; i++)
        {
            if (segments.Ids.Pixels[i] != 0 && !ids.Contains(segments.Ids.Pixels[i]))
            {
                segments.Ids.Pixels[i] = 0;
                trainIds.Pixels[i] = (ushort)voidTrainId;
            }
        }

        return segments with { Segments = kept };
    }
}
