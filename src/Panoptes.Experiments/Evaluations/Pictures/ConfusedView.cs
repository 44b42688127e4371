using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Formats.Coco;
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
/// <param name="TrueThings">Ids of the truth's things.</param>
/// <param name="PredictedThings">Ids of the predicted things.</param>
/// <param name="Confused">The confused predictions, that with the largest confused area first.</param>
internal sealed record ConfusedView(
    Plane<int> Truth, Plane<int> Prediction, IReadOnlySet<int> TrueThings, IReadOnlySet<int> PredictedThings,
    IReadOnlyList<ConfusedSegment> Confused)
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
            return Of(sample.Segments!.Ids, found.Ids, table, categories);
        }

        var (truths, objects) = (ComparedObjects.Of(sample, classes), prediction.Instances(0));
        var flat = FlatInstances.OfPredictions(objects.Instances.Select(p => (p.Class, p.Score, p.Mask)));
        var flatTable = ComparedFlatly.Of(sample, truths, objects, classes, counter);
        var (width, height) = (objects.Width, objects.Height);
        return Of(
            sample is { Segments: { } map, Instances: null } ? map.Ids : FlatInstances.Map(
                ComparedFlatly.FlatTruths(truths), width, height),
            FlatInstances.Map(flat, width, height), flatTable, categories);
    }

    /// <summary>The view with maps of the size of a picture, to be kept while others are predicted.</summary>
    public ConfusedView FitTo(RgbImage picture) =>
        this with { Truth = SegmentPictures.Fit(Truth, picture), Prediction = SegmentPictures.Fit(Prediction, picture) };

    private static ConfusedView Of(
        Plane<int> truth, Plane<int> prediction, PanopticTable table, IReadOnlyList<PanopticCategory> categories) => new(
            truth,
            prediction,
            table.Truth.Where(s => categories[s.Category].IsThing && !s.IsCrowd).Select(s => s.Id).ToHashSet(),
            table.Prediction.Where(s => categories[s.Category].IsThing).Select(s => s.Id).ToHashSet(),
            ConfusedSegment.Of(table, categories));
}
