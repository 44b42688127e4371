using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;

namespace Panoptes.Training.Hooks;

/// <summary>
/// Ends the training once so many evaluations in a row were no better than the best before them. A finished one that is started again ends
/// at once.
/// </summary>
/// <param name="patience">Evaluations in a row; null never ends it.</param>
/// <param name="every">Steps between two evaluations.</param>
public sealed class EarlyStopHook(int? patience, long every) : IHook
{
    /// <inheritdoc/>
    public void AtStart(Trainer trainer) => StopWherePatienceIsOver(trainer);

    /// <inheritdoc/>
    public void OnEvaluation(Trainer trainer, EvaluationRecord record) => StopWherePatienceIsOver(trainer);

    private void StopWherePatienceIsOver(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var progress = trainer.Progress;
        if (patience is { } most && progress.BestScore is not null && progress.EvaluatedStep - progress.BestStep >= most * every
            && trainer.Step < trainer.Stage.End)
        {
            trainer.RequestStop(StopReason.Early);
        }
    }
}
