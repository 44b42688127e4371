using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Formats.Coco;
using Panoptes.Imaging.Predictions;
using Panoptes.Metrics.Flattening;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>A sample's objects beside predicted ones, both flattened to segments (<see cref="FlatInstances.Rule"/>).</summary>
public static class ComparedFlatly
{
    /// <summary>
    /// The table: of a map of segments where the sample has one, which tells void from background; else of the objects alone, and nothing
    /// is void.
    /// </summary>
    /// <param name="sample">The sample.</param>
    /// <param name="truths">Its objects, as <see cref="ComparedObjects"/> gives them.</param>
    /// <param name="prediction">What is predicted, at the size of the truth.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="counter">Counts the pixels.</param>
    public static PanopticTable Of(
        Sample sample, IReadOnlyList<InstanceMask> truths, InstancePrediction prediction, ClassTable classes, SegmentPairCounter counter)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(truths);
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(classes);
        var flat = FlatInstances.OfPredictions(prediction.Instances.Select(p => (p.Class, p.Score, p.Mask)));
        if (sample.Segments is not { } map || sample.Instances is not null)
        {
            return FlatInstances.Table(FlatTruths(truths), flat);
        }

        var learned = map.Segments.Where(s => s.CategoryTrainId != classes.VoidTrainId).ToLookup(s => classes[s.CategoryTrainId].IsThing);
        return FlatInstances.Table(
            map.Ids,
            [.. learned[true].Select(s => new PanopticSegment(s.Id, s.CategoryTrainId, s.IsCrowd, s.Area))],
            learned[false].Select(s => s.Id).ToHashSet(),
            flat,
            counter);
    }

    /// <summary>True objects, flattened.</summary>
    public static IReadOnlyList<FlatObject> FlatTruths(IEnumerable<InstanceMask> truths) =>
        FlatInstances.OfTruths(truths.Where(t => t.Mask.Area > 0).Select(t => new FlatObject(t.CategoryTrainId, t.IsCrowd, t.Mask)));
}
