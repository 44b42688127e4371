using Panoptes.Metrics.Semantic;

namespace Panoptes.Training.Evaluation;

/// <summary>How well one image was segmented.</summary>
/// <param name="Index">Index in the data set.</param>
/// <param name="Name">The sample's name.</param>
/// <param name="MeanIoU">Mean IoU over the classes that occur in this image's truth or prediction; NaN where no pixel is valid.</param>
/// <param name="PixelAccuracy">Share of the valid pixels that are right; NaN where none is valid.</param>
/// <param name="ValidPixels">Pixels with a class in the truth.</param>
public sealed record ImageScore(int Index, string Name, double MeanIoU, double PixelAccuracy, long ValidPixels);

/// <summary>What an evaluation found.</summary>
public sealed record EvaluationResult
{
    /// <summary>Pixel counts over the whole split, at every image's native size.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>The scores of <see cref="Confusion"/>.</summary>
    public required SemanticScores Scores { get; init; }

    /// <summary>Mean cross-entropy over the valid pixels, from the averaged probabilities; null where it was not asked for.</summary>
    public required double? Loss { get; init; }

    /// <summary>Images measured.</summary>
    public required int Images { get; init; }

    /// <summary>The images with the lowest mean IoU, worst first, as many as were asked for.</summary>
    public required IReadOnlyList<ImageScore> WorstImages { get; init; }

    /// <summary>Seconds taken.</summary>
    public required double Seconds { get; init; }
}

/// <summary>An evaluation in the course of a training.</summary>
/// <param name="Step">Updates done before it.</param>
/// <param name="Result">What it found.</param>
/// <param name="IsBest">Whether its mIoU is above every earlier one's.</param>
/// <param name="BestScore">The highest mIoU so far, this one included.</param>
/// <param name="BestStep">The step of that.</param>
public sealed record EvaluationRecord(long Step, EvaluationResult Result, bool IsBest, double BestScore, long BestStep);
