using Panoptes.Data.Samples;
using Panoptes.Imaging.Masks;

namespace Panoptes.Data.Targets;

/// <summary>The objects of a panoptic labeling, for data sets that have no masks that overlap.</summary>
public static class SegmentInstances
{
    /// <summary>A sample's objects; where it has segments alone, those of countable classes; null where it has neither.</summary>
    public static IReadOnlyList<InstanceMask>? Of(Sample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Instances ?? (sample.Segments is { } segments ? Of(segments) : null);
    }

    /// <summary>Every segment of a countable class as an object with a mask of its own.</summary>
    public static IReadOnlyList<InstanceMask> Of(SegmentMap segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var things = segments.Segments.Where(segment => segment.IsThing).ToArray();
        var boxes = SegmentBoxes.Of(segments.Ids, things.Select(thing => thing.Id));
        var instances = new List<InstanceMask>(things.Length);
        foreach (var thing in things)
        {
            if (boxes[thing.Id] is { IsEmpty: false } box)
            {
                instances.Add(new InstanceMask(
                    thing.Id, thing.CategoryTrainId, thing.IsCrowd, RunLengthMask.Of(segments.Ids, thing.Id, box)));
            }
        }

        return instances;
    }
}
