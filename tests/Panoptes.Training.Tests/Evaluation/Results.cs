using Panoptes.Metrics;

namespace Panoptes.Training.Tests;

/// <summary>Evaluation results made up for tests of what happens with them.</summary>
internal static class Results
{
    public static EvaluationResult WithMeanIoU(double score)
    {
        var confusion = new ConfusionMatrix(2);
        return new EvaluationResult
        {
            Confusion = confusion,
            Scores = SemanticScores.From(confusion) with { MeanIoU = score },
            Loss = null,
            Images = 0,
            WorstImages = [],
            Seconds = 0,
        };
    }
}
