using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Foundation;

namespace Panoptes.Data.Sampling;

/// <summary>The segments or objects of one image, with the size of the labels that they are in.</summary>
/// <param name="Width">Width of the labels in pixels.</param>
/// <param name="Height">Height of the labels in pixels.</param>
/// <param name="Segments">Those of a class that is learned, none empty.</param>
internal sealed record SampleSegments(int Width, int Height, IReadOnlyList<IndexedSegment> Segments)
{
    /// <summary>The part of a data set's samples that segments are taken from; segments before objects.</summary>
    /// <param name="dataset">The data set.</param>
    /// <exception cref="InputException">It has neither.</exception>
    public static SampleParts Layer(IDataset dataset) =>
        dataset.Available.HasFlag(SampleParts.Segments) ? SampleParts.Segments
        : dataset.Available.HasFlag(SampleParts.Instances) ? SampleParts.Instances
        : throw new InputException(
            dataset.Name, "neither segments nor objects", "a data set that has them, for crops round them",
            "set data.sampler.kind=random, or for one stream data.streams.NAME.sampler.kind=random");

    /// <summary>The segments of a sample that was read with that part; its objects where it has no segments.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="voidTrainId">The train id of what is not learned.</param>
    public static SampleSegments Of(Sample sample, int voidTrainId)
    {
        if (sample.Segments is { } map)
        {
            var wanted = map.Segments.Where(segment => segment.CategoryTrainId != voidTrainId).ToArray();
            var boxes = SegmentBoxes.Of(map.Ids, wanted.Select(segment => segment.Id));
            return new SampleSegments(map.Ids.Width, map.Ids.Height, [.. wanted
                .Where(segment => !boxes[segment.Id].IsEmpty)
                .Select(segment => new IndexedSegment(
                    segment.Id, segment.CategoryTrainId, segment.IsThing, segment.IsCrowd, boxes[segment.Id], (int)segment.Area))]);
        }

        var objects = sample.Instances ?? [];
        var (width, height) = objects is [var first, ..] ? (first.Mask.Width, first.Mask.Height) : (1, 1);
        return new SampleSegments(width, height, [.. objects
            .Where(found => found.CategoryTrainId != voidTrainId && found.Mask.Area > 0)
            .Select(found => new IndexedSegment(
                found.Id, found.CategoryTrainId, IsThing: true, found.IsCrowd, found.Mask.Box.ToPixels(), (int)found.Mask.Area))]);
    }
}
