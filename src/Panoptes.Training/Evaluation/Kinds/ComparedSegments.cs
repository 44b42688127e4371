using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Formats.Coco;
using Panoptes.Foundation;
using Panoptes.Imaging.Predictions;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>A sample's segments beside predicted ones, as panoptic metrics take them; classes go by their train ids.</summary>
public static class ComparedSegments
{
    /// <summary>The classes of a table.</summary>
    public static IReadOnlyList<PanopticCategory> Categories(ClassTable classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return [.. classes.Names.Select((name, id) => new PanopticCategory(id, name, classes[id].IsThing))];
    }

    /// <summary>Both sides' segments and the pixels that they share; segments of void classes are void.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="prediction">What is predicted, at the size of the sample's segments.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="counter">Counts the pixels.</param>
    /// <exception cref="InputException">The sample has no segments.</exception>
    public static PanopticTable Of(Sample sample, PanopticPrediction prediction, ClassTable classes, SegmentPairCounter counter)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(classes);
        var truth = sample.Segments ?? throw new InputException(
            sample.ImageFile, "no segments", "panoptic labels: panoptic evaluation compares with segments",
            "choose a data set with segments");
        PanopticSegment[] truths =
        [
            .. truth.Segments.Where(s => s.CategoryTrainId != classes.VoidTrainId)
                .Select(s => new PanopticSegment(s.Id, s.CategoryTrainId, s.IsCrowd, s.Area)),
        ];
        PanopticSegment[] predictions = [.. prediction.Segments.Select(s => new PanopticSegment(s.Id, s.Class, false, s.Area))];
        return PanopticTable.Of(truth.Ids, truths, prediction.Ids, predictions, counter);
    }
}
