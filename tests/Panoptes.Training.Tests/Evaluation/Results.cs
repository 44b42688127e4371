using Panoptes.Metrics.Semantic;
using Panoptes.Training.Evaluation;

namespace Panoptes.Training.Tests.Evaluation;

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
