using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Maps;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.Instances;

namespace Panoptes.Metrics.Atlas.Frames;

/// <summary>Scenes of objects that may overlap.</summary>
internal static class ObjectScene
{
    /// <summary>The scene: overlaps of masks, never decoded.</summary>
    public static AtlasScene Of(
        IReadOnlyList<(AtlasSegment Segment, RunLengthMask Mask)> truth,
        IReadOnlyList<(AtlasSegment Segment, RunLengthMask Mask)> prediction, int width, int height)
    {
        var shared = new List<SharedPixels>();
        for (var t = 0; t < truth.Count; t++)
        {
            for (var p = 0; p < prediction.Count; p++)
            {
                if (truth[t].Mask.Box.IoU(prediction[p].Mask.Box) > 0
                    && MaskOverlap.Intersection(truth[t].Mask, prediction[p].Mask) is > 0 and var pixels)
                {
                    shared.Add(new SharedPixels(t, p, pixels));
                }
            }
        }

        var (outer, found) = (Bands(truth), Bands(prediction));
        return new AtlasScene(
            width, height, [.. truth.Select(one => one.Segment)], [.. prediction.Select(one => one.Segment)], shared,
            new long[prediction.Count])
        {
            BoundaryIoU = (t, p) => MaskOverlap.IoU(found[p].Value, outer[t].Value),
        };
    }

    /// <summary>The objects in one map, those with a higher number over those with a lower one.</summary>
    public static IndexMap Paint(
        IReadOnlyList<(AtlasSegment Segment, RunLengthMask Mask)> objects, Func<AtlasSegment, double> height, int width, int rows)
    {
        var map = new Plane<int>(width, rows);
        foreach (var (one, place) in objects.Select((one, place) => (one, place)).OrderBy(x => height(x.one.Segment)))
        {
            one.Mask.Paint(map, place + 1);
        }

        return new IndexMap(map, [.. objects.Select(one => one.Segment)]);
    }

    private static Lazy<RunLengthMask>[] Bands(IReadOnlyList<(AtlasSegment Segment, RunLengthMask Mask)> objects) =>
        [.. objects.Select(one => new Lazy<RunLengthMask>(() => MaskBoundary.Of(one.Mask)))];
}
