using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Foundation;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>The objects of a sample that detections are compared with.</summary>
public static class ComparedObjects
{
    /// <summary>The objects of thing classes; where a sample has segments alone, those of things.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="classes">The classes.</param>
    /// <exception cref="InputException">The sample has neither objects nor segments.</exception>
    public static InstanceMask[] Of(Sample sample, ClassTable classes)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(classes);
        var objects = SegmentInstances.Of(sample) ?? throw new InputException(
            sample.ImageFile, "no objects", "labels of objects: instance evaluation compares with them",
            "choose a data set with instances or segments");
        return [.. objects.Where(o => o.CategoryTrainId != classes.VoidTrainId && classes[o.CategoryTrainId].IsThing)];
    }
}
