using Panoptes.Metrics.Semantic;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;

namespace Panoptes.Training.Tests.Evaluation;

/// <summary>Evaluation results made up for tests of what happens with them.</summary>
internal static class Results
{
    public static EvaluationResult WithMeanIoU(double score)
    {
        var confusion = new ConfusionMatrix(2);
        var detail = new SemanticDetail(confusion, SemanticScores.From(confusion) with { MeanIoU = score }, null);
        return new EvaluationResult
        {
            Kinds = [new KindResult("semantic", [new Metric("mean_iou", "mIoU", score)], detail, [])],
            Images = 0,
            Seconds = 0,
        };
    }

    public static SemanticDetail Semantic(this EvaluationResult result) => (SemanticDetail)result.Kinds[0].Detail;
}
