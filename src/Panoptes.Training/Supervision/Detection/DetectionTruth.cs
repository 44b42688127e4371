using Panoptes.Data.Loading;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Matching;

namespace Panoptes.Training.Supervision.Detection;

/// <summary>Makes the ground truth of a batch for a detector.</summary>
public static class DetectionTruth
{
    /// <summary>What a pixel of no known class has in place of a map.</summary>
    public const int Void = 255;

    /// <summary>The objects of every image.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="source">What of its targets the objects are: segments of countable classes, or instances.</param>
    /// <param name="table">Which classes the network finds; others are no objects.</param>
    /// <param name="device">Where to.</param>
    public static IReadOnlyList<TrueObjects> Objects(Batch batch, MaskSource source, ThingTable table, Device device)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(table);
        var size = ((int)batch.Images.Size(2), (int)batch.Images.Size(3));
        return [.. Enumerable.Range(0, batch.Samples.Count).Select(n =>
        {
            var found = source == MaskSource.Instances ? Instances(batch, n) : Segments(batch, n);
            var known = found.Where(each => table.ThingOf(each.TrainId) >= 0).ToArray();
            return new TrueObjects(
                [.. known.Select(each => each.Part)], [.. known.Select(each => table.ThingOf(each.TrainId))], size, device);
        })];
    }

    /// <summary>The stuff map of every pixel: 0 for objects, <see cref="Void"/> where there is no segment.</summary>
    /// <param name="batch">A batch with segments.</param>
    /// <param name="table">Which stuff maps there are.</param>
    /// <param name="device">Where to.</param>
    /// <returns>(N, H, W) int64.</returns>
    public static Tensor Stuff(Batch batch, ThingTable table, Device device)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(table);
        var segments = batch.Targets.Segments!;
        var ids = segments.Ids.Data<int>();
        var maps = new long[ids.Length];
        var area = maps.Length / segments.Tables.Count;
        for (var n = 0; n < segments.Tables.Count; n++)
        {
            long[] mapOf = [Void, .. segments.Tables[n].Select(segment => (long)MapOf(segment.TrainId, segment.IsThing, table))];
            for (var i = n * area; i < (n + 1) * area; i++)
            {
                maps[i] = mapOf[ids[i]];
            }
        }

        return Tensor.From<long>(maps, segments.Ids.Shape).To(device);
    }

    private static int MapOf(int trainId, bool isThing, ThingTable table)
    {
        if (isThing && table.ThingOf(trainId) >= 0)
        {
            return 0;
        }

        return table.StuffMapOf(trainId) is > 0 and var map ? map : Void;
    }

    private static IEnumerable<(ObjectPart Part, int TrainId)> Segments(Batch batch, int image)
    {
        var boxes = SegmentRectangles.Of(batch, image);
        return batch.Targets.Segments!.Tables[image].Zip(boxes)
            .Where(pair => pair.First.IsThing && !pair.First.IsCrowd && !pair.Second.IsEmpty)
            .Select(pair => (ObjectPart.Of(batch, image, pair.First.Id, pair.Second), pair.First.TrainId));
    }

    private static IEnumerable<(ObjectPart Part, int TrainId)> Instances(Batch batch, int image) =>
        batch.Targets.Instances![image].Where(instance => !instance.IsCrowd)
            .Select(instance => (ObjectPart.Of(instance.Mask), instance.TrainId));
}
