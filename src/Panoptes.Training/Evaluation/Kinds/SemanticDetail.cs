using Panoptes.Metrics.Semantic;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>A semantic evaluation.</summary>
/// <param name="Confusion">Pixel counts over the whole split, at every image's native size.</param>
/// <param name="Scores">The scores of <paramref name="Confusion"/>.</param>
/// <param name="Loss">Mean cross-entropy over the valid pixels; null where it was not asked for, or the model gives no
/// probabilities.</param>
public sealed record SemanticDetail(ConfusionMatrix Confusion, SemanticScores Scores, double? Loss) : IEvaluationDetail
{
    /// <inheritdoc/>
    public IReadOnlyList<ClassColumn> Columns =>
    [
        new("iou", "IoU", [.. Scores.Classes.Select(row => row.IoU)]),
        new("accuracy", "accuracy", [.. Scores.Classes.Select(row => row.Accuracy)]),
        new("precision", "precision", [.. Scores.Classes.Select(row => row.Precision)]),
        new("f1", "F1", [.. Scores.Classes.Select(row => row.F1)]),
        new("truth_pixels", "pixels", [.. Scores.Classes.Select(row => (double)row.TruthPixels)]) { IsShare = false },
        new("predicted_pixels", "predicted", [.. Scores.Classes.Select(row => (double)row.PredictedPixels)]) { IsShare = false },
    ];

    /// <inheritdoc/>
    public ConfusionMatrix? Pixels => Confusion;
}
