using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Evaluation;

/// <summary>Measures a network, that which teaches it, or both.</summary>
public static class MeasuredNetworks
{
    /// <summary>Measures in one pass over the data.</summary>
    /// <param name="evaluator">What it is measured on.</param>
    /// <param name="network">Which.</param>
    /// <param name="student">The trained network.</param>
    /// <param name="teacher">The one that teaches it; null where there is none.</param>
    /// <param name="progress">Told how many images are done of how many.</param>
    /// <param name="stop">Gives up between two batches.</param>
    public static EvaluationResult Evaluate(
        Evaluator evaluator, EvaluatedNetwork network, Predictor student, Func<Predictor>? teacher, Action<int, int>? progress = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        return (network, teacher) switch
        {
            (EvaluatedNetwork.Teacher, { } only) =>
                evaluator.Evaluate(only(), progress, stop: stop) with { Network = EvaluatedNetwork.Teacher },
            (EvaluatedNetwork.Both, { } other) => evaluator.Evaluate(student, progress, teacher: other(), stop: stop),
            _ => evaluator.Evaluate(student, progress, stop: stop),
        };
    }
}
