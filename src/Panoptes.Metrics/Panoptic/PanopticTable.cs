using Panoptes.Imaging;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Panoptic;

/// <summary>
/// All that panoptic metrics need of one image: the segments of both sides and how many pixels every pair shares. A few
/// kilobytes, whatever the image's size.
/// </summary>
/// <param name="Truth">Ground-truth segments in the file's order, ids distinct.</param>
/// <param name="Prediction">Predicted segments in the file's order, ids distinct.</param>
/// <param name="Pairs">Shared pixels in ascending (truth id, predicted id); id 0 is void on either side.</param>
public sealed record PanopticTable(PanopticSegment[] Truth, PanopticSegment[] Prediction, SegmentPair[] Pairs)
{
    /// <summary>The table of two id maps in memory.</summary>
    /// <param name="truth">Ground-truth ids; those that <paramref name="truths"/> does not list are void.</param>
    /// <param name="truths">Its segments, areas as in the map.</param>
    /// <param name="prediction">Predicted ids, of the same size; those that <paramref name="predictions"/> does not list are void.</param>
    /// <param name="predictions">Its segments, areas as in the map.</param>
    /// <param name="counter">Counts the pairs.</param>
    /// <exception cref="ArgumentException">The maps differ in size.</exception>
    public static PanopticTable Of(
        Plane<int> truth,
        PanopticSegment[] truths,
        Plane<int> prediction,
        PanopticSegment[] predictions,
        SegmentPairCounter counter)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(counter);
        var (given, predicted) = (truths.Select(s => s.Id).ToHashSet(), predictions.Select(s => s.Id).ToHashSet());
        var pairs = new SortedDictionary<(int Truth, int Prediction), long>();
        foreach (var pair in counter.Count(truth.Pixels, prediction.Pixels))
        {
            var key = (given.Contains(pair.Truth) ? pair.Truth : 0, predicted.Contains(pair.Prediction) ? pair.Prediction : 0);
            pairs[key] = pairs.GetValueOrDefault(key) + pair.Pixels;
        }

        return new PanopticTable(truths, predictions, [.. pairs.Select(p => new SegmentPair(p.Key.Truth, p.Key.Prediction, p.Value))]);
    }
}
