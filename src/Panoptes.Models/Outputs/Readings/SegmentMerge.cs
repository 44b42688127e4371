using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Models.Outputs.Readings;

/// <summary>
/// Puts objects down one by one, each on what is free, and then stuff on the rest (detectron2, combine_semantic_and_instance_outputs).
/// </summary>
/// <param name="width">Width of the image.</param>
/// <param name="height">Height of the image.</param>
public sealed class SegmentMerge(int width, int height)
{
    private readonly Plane<int> ids = new(width, height);
    private readonly List<PredictedSegment> segments = [];

    /// <summary>Puts an object down; the surest comes first.</summary>
    /// <param name="mask">1 inside and 0 outside, row by row.</param>
    /// <param name="category">Its train id.</param>
    /// <param name="score">How sure it is.</param>
    /// <param name="share">It is left out where less than this share of it is free.</param>
    /// <returns>Whether it was put down.</returns>
    public bool AddThing(ReadOnlySpan<byte> mask, int category, double score, double share)
    {
        var taken = ids.Pixels;
        var (area, free) = (0L, 0L);
        for (var i = 0; i < mask.Length; i++)
        {
            area += mask[i];
            free += taken[i] == 0 ? mask[i] : 0;
        }

        if (free == 0 || (double)free / area < share)
        {
            return false;
        }

        var id = segments.Count + 1;
        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i] != 0 && taken[i] == 0)
            {
                taken[i] = id;
            }
        }

        segments.Add(new PredictedSegment(id, category, true, free, score));
        return true;
    }

    /// <summary>Fills what is free with the likeliest stuff.</summary>
    /// <param name="maps">The stuff map of every pixel.</param>
    /// <param name="scores">The probability of that map there.</param>
    /// <param name="trainIds">The train id of every map; <see cref="ThingTable.AnyThing"/> that of objects, which fills nothing.</param>
    /// <param name="leastArea">Stuff of fewer pixels is left out.</param>
    public void AddStuff(ReadOnlySpan<int> maps, ReadOnlySpan<float> scores, IReadOnlyList<int> trainIds, double leastArea)
    {
        ArgumentNullException.ThrowIfNull(trainIds);
        var (areas, sums, idOf) = (new long[trainIds.Count], new double[trainIds.Count], new int[trainIds.Count]);
        var taken = ids.Pixels;
        for (var i = 0; i < maps.Length; i++)
        {
            if (taken[i] == 0)
            {
                areas[maps[i]]++;
                sums[maps[i]] += scores[i];
            }
        }

        for (var map = 0; map < areas.Length; map++)
        {
            if (trainIds[map] != ThingTable.AnyThing && areas[map] > 0 && areas[map] >= leastArea)
            {
                idOf[map] = segments.Count + 1;
                segments.Add(new PredictedSegment(idOf[map], trainIds[map], false, areas[map], sums[map] / areas[map]));
            }
        }

        for (var i = 0; i < maps.Length; i++)
        {
            taken[i] = taken[i] == 0 ? idOf[maps[i]] : taken[i];
        }
    }

    /// <summary>The segments so far.</summary>
    public PanopticPrediction Prediction() => new(ids, segments);
}
