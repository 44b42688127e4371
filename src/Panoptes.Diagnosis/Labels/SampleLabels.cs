using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Diagnosis.Edges;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Labels;

/// <summary>Reads the labels of a data set's samples as the probes look at them.</summary>
public static class SampleLabels
{
    /// <summary>What the probes read of a sample beside its image.</summary>
    public const SampleParts Parts = SampleParts.Labels | SampleParts.Segments | SampleParts.Instances;

    /// <summary>The labels of a sample.</summary>
    /// <param name="sample">The sample, read with <see cref="Parts"/>.</param>
    /// <param name="classes">Its data set's classes.</param>
    /// <returns>
    /// Segments told apart where there are any, else classes. Where only objects are labeled, what is around them is a region of its own,
    /// of the class after the last.
    /// </returns>
    /// <exception cref="InputException">The sample has no labels, or an id that is not in the table.</exception>
    public static LabelMap Of(Sample sample, ClassTable classes)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(classes);
        return sample switch
        {
            { Segments: { } segments } => OfSegments(segments, classes),
            { Instances: { Count: > 0 } instances } => OfInstances(instances, classes),
            { Labels: { } labels } => new LabelMap(new Plane<int>(
                labels.Width, labels.Height, Array.ConvertAll(labels.Pixels, id => id == classes.VoidTrainId ? LabelMap.Void : id))),
            _ => throw new InputException(
                sample.ImageFile, "no labels", "an image with labels", "choose a split that has labels"),
        };
    }

    /// <summary>What a class is called; "background" for what is around labeled objects.</summary>
    /// <param name="classes">The data set's classes.</param>
    /// <param name="trainId">The class.</param>
    public static string Name(ClassTable classes, int trainId) => trainId < classes.Count ? classes.Names[trainId] : "background";

    private static LabelMap OfSegments(SegmentMap segments, ClassTable classes)
    {
        var byId = segments.Segments.ToDictionary(segment => segment.Id, segment => segment.CategoryTrainId);
        var (width, height) = (segments.Ids.Width, segments.Ids.Height);
        var (regions, kinds) = (new Plane<int>(width, height), new Plane<int>(width, height));
        for (var i = 0; i < regions.Pixels.Length; i++)
        {
            var id = segments.Ids.Pixels[i];
            var isLabeled = byId.TryGetValue(id, out var kind) && kind != classes.VoidTrainId;
            (regions.Pixels[i], kinds.Pixels[i]) = isLabeled ? (id, kind) : (LabelMap.Void, LabelMap.Void);
        }

        return new LabelMap(regions, kinds);
    }

    private static LabelMap OfInstances(IReadOnlyList<InstanceMask> instances, ClassTable classes)
    {
        var (width, height) = (instances[0].Mask.Width, instances[0].Mask.Height);
        var (regions, kinds) = (new Plane<int>(width, height), new Plane<int>(width, height));
        kinds.Pixels.AsSpan().Fill(classes.Count);
        for (var n = 0; n < instances.Count; n++)
        {
            var (region, kind) = instances[n].IsCrowd ? (LabelMap.Void, LabelMap.Void) : (n + 1, instances[n].CategoryTrainId);
            instances[n].Mask.Paint(regions, region);
            instances[n].Mask.Paint(kinds, kind);
        }

        return new LabelMap(regions, kinds);
    }
}
