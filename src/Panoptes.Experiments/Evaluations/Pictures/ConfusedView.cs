using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Imaging;
using Panoptes.Metrics.Flattening;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>Truth and prediction of an image as maps of ids, and which predictions mix several things.</summary>
/// <param name="Truth">Ids of the truth's segments, or of flattened objects.</param>
/// <param name="Prediction">Ids of the predicted segments, of the same size.</param>
/// <param name="Confused">The confused predictions, that with the largest confused area first.</param>
internal sealed record ConfusedView(Plane<int> Truth, Plane<int> Prediction, IReadOnlyList<ConfusedSegment> Confused)
{
    /// <summary>
    /// What a kind of evaluation needs of a sample to be looked at so, beside the image; none where it tells no objects apart.
    /// </summary>
    public static SampleParts Parts(string kind) =>
        kind == EvaluationKind.Panoptic.Name ? EvaluationKind.Panoptic.Parts
        : kind == EvaluationKind.Instance.Name ? EvaluationKind.Instance.Parts
        : SampleParts.None;

    /// <summary>Looks at an image as a kind of evaluation counts it.</summary>
    /// <param name="kind">The kind: <c>panoptic</c>, or <c>instance</c>, whose objects are flattened.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="prediction">What is predicted of it, first of its batch.</param>
    /// <param name="classes">The classes.</param>
    public static ConfusedView Of(string kind, Sample sample, IBatchPrediction prediction, ClassTable classes)
    {
        var (counter, categories) = (new SegmentPairCounter(), ComparedSegments.Categories(classes));
        if (kind == EvaluationKind.Panoptic.Name)
        {
            var found = prediction.Panoptic(0);
            var table = ComparedSegments.Of(sample, found, classes, counter);
            return new ConfusedView(sample.Segments!.Ids, found.Ids, ConfusedSegment.Of(table, categories));
        }

        var (truths, objects) = (ComparedObjects.Of(sample, classes), prediction.Instances(0));
        var flat = FlatInstances.OfPredictions(objects.Instances.Select(p => (p.Class, p.Score, p.Mask)));
        var flatTable = ComparedFlatly.Of(sample, truths, objects, classes, counter);
        var (width, height) = (objects.Width, objects.Height);
        return new ConfusedView(
            sample is { Segments: { } map, Instances: null } ? map.Ids : FlatInstances.Map(
                ComparedFlatly.FlatTruths(truths), width, height),
            FlatInstances.Map(flat, width, height),
            ConfusedSegment.Of(flatTable, categories));
    }
}
