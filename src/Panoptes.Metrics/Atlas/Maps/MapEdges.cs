using Panoptes.Imaging;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Atlas.Maps;

/// <summary>
/// How the boundaries of two maps' segments lie on each other: the bands inside their outlines, 2 % of the image's diagonal wide (Cheng et
/// al. 2021, "Boundary IoU"; here the edge of the image is no outline). Pixels without truth are left out.
/// </summary>
internal sealed class MapEdges
{
    private readonly Dictionary<int, long> truth = [];
    private readonly Dictionary<int, long> prediction = [];
    private readonly Dictionary<(int Truth, int Prediction), long> shared = [];

    /// <summary>Counts the bands.</summary>
    /// <param name="truth">Ids of the truth; 0 for none.</param>
    /// <param name="prediction">Predicted ids.</param>
    /// <param name="distances">Distances of the truth.</param>
    /// <param name="counter">What counts.</param>
    public static MapEdges Of(Plane<int> truth, Plane<int> prediction, byte[] distances, SegmentPairCounter counter)
    {
        var radius = Math.Min(LabelBoundary.Radius(truth.Width, truth.Height), BoundaryDistance.Far - 1);
        var (given, found) = (new int[distances.Length], new int[distances.Length]);
        for (var i = 0; i < given.Length; i++)
        {
            given[i] = distances[i] <= radius ? truth.Pixels[i] : 0;
            found[i] = truth.Pixels[i] > 0 ? prediction.Pixels[i] : 0;
        }

        // A prediction ends where the truth does: beyond, nothing is judged.
        var predicted = BoundaryDistance.Of(new Plane<int>(truth.Width, truth.Height, found));
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = predicted[i] <= radius ? found[i] : 0;
        }

        var edges = new MapEdges();
        foreach (var pair in counter.Count(given, found))
        {
            edges.truth[pair.Truth] = edges.truth.GetValueOrDefault(pair.Truth) + pair.Pixels;
            edges.prediction[pair.Prediction] = edges.prediction.GetValueOrDefault(pair.Prediction) + pair.Pixels;
            edges.shared[(pair.Truth, pair.Prediction)] = pair.Pixels;
        }

        return edges;
    }

    /// <summary>Boundary IoU of two segments by their ids; NaN where neither has a boundary.</summary>
    public double IoU(int t, int p)
    {
        var both = shared.GetValueOrDefault((t, p));
        var union = truth.GetValueOrDefault(t) + prediction.GetValueOrDefault(p) - both;
        return union == 0 ? double.NaN : (double)both / union;
    }
}
