namespace Panoptes.Metrics.Atlas.Segments;

/// <summary>One error in an image.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="TruthClass">The class of the truth; of an invented segment the one that most of it lies on; -1 for none.</param>
/// <param name="PredictionClass">
/// The class of the prediction; of a missed segment the one that most of it is taken for; -1 for none.
/// </param>
/// <param name="Truths">The truth's segments that it is about, by their place in the scene.</param>
/// <param name="Predictions">The predicted segments that it is about.</param>
/// <param name="IoU">IoU of the pair; NaN where it is about no pair.</param>
/// <param name="BoundaryIoU">Their boundary IoU; NaN likewise.</param>
/// <param name="Pixels">How large the error is: the pixels that are missing, too many, or of another class.</param>
public sealed record SceneFinding(
    SegmentFate Kind, int TruthClass, int PredictionClass, IReadOnlyList<int> Truths, IReadOnlyList<int> Predictions, double IoU,
    double BoundaryIoU, long Pixels);

/// <summary>What became of an image's segments.</summary>
/// <param name="Truth">Fates of the truth's segments, in the scene's order.</param>
/// <param name="Prediction">Fates of the predicted segments.</param>
/// <param name="Findings">The errors; the same ones in whatever order the segments are listed.</param>
/// <param name="MatchedIoU">The sum of the IoU of all pairs of one class above <see cref="AtlasRules.Match"/>.</param>
/// <param name="Matched">How many such pairs there are.</param>
public sealed record SceneOutcome(
    IReadOnlyList<SegmentFate> Truth, IReadOnlyList<SegmentFate> Prediction, IReadOnlyList<SceneFinding> Findings, double MatchedIoU,
    int Matched)
{
    /// <summary>Panoptic quality over all segments of the image, classes not told apart, 0 to 1; NaN where nothing counts.</summary>
    public double Quality
    {
        get
        {
            var counted = Truth.Count(fate => fate != SegmentFate.Ignored) + Prediction.Count(fate => fate != SegmentFate.Ignored);
            return MatchedIoU / (Matched + (0.5 * (counted - (2 * Matched))));
        }
    }
}
