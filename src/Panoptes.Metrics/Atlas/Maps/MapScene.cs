using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Atlas.Maps;

/// <summary>The scene of two maps of segments that do not overlap.</summary>
public static class MapScene
{
    /// <summary>Makes it.</summary>
    /// <param name="truth">The truth; pixels of no segment are not judged.</param>
    /// <param name="prediction">The prediction, of the truth's size.</param>
    /// <param name="distances">Distances of <see cref="BoundaryDistance"/> of the truth.</param>
    public static AtlasScene Of(IndexMap truth, IndexMap prediction, Lazy<byte[]> distances)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(prediction);
        var counter = new SegmentPairCounter();
        var pairs = counter.Count(truth.Ids.Pixels, prediction.Ids.Pixels);
        var onVoid = new long[prediction.Segments.Count];
        foreach (var pair in pairs.Where(pair => pair.Truth == 0 && pair.Prediction > 0))
        {
            onVoid[pair.Prediction - 1] = pair.Pixels;
        }

        var edges = new Lazy<MapEdges>(() => MapEdges.Of(truth.Ids, prediction.Ids, distances.Value, counter));
        return new AtlasScene(
            truth.Ids.Width, truth.Ids.Height, truth.Segments, prediction.Segments,
            [.. pairs.Where(pair => pair.Truth > 0 && pair.Prediction > 0)
                .Select(pair => new SharedPixels(pair.Truth - 1, pair.Prediction - 1, pair.Pixels))],
            onVoid)
        {
            BoundaryIoU = (t, p) => edges.Value.IoU(t + 1, p + 1),
        };
    }
}
