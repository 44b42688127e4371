using Panoptes.Training.Checkpoints;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;

namespace Panoptes.Training.Hooks;

/// <summary>Saves the state every so many steps, at the end of this process, and apart whenever the model is the best so far.</summary>
/// <param name="store">Where checkpoints go.</param>
/// <param name="every">Steps between two.</param>
public sealed class CheckpointHook(CheckpointStore store, long every) : IHook
{
    private TrainingProgress? saved;

    /// <inheritdoc/>
    public void AtStart(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        saved = trainer.Progress;
    }

    /// <inheritdoc/>
    public void AfterStep(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        if (trainer.Step % every == 0)
        {
            Save(trainer);
        }
    }

    /// <inheritdoc/>
    public void OnEvaluation(Trainer trainer, EvaluationRecord record)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(record);
        if (record.IsBest)
        {
            using var state = trainer.Capture();
            store.SaveBest(state);
        }
    }

    /// <inheritdoc/>
    public void AtEnd(Trainer trainer, StopReason reason)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        if (saved != trainer.Progress)
        {
            Save(trainer);
        }
    }

    private void Save(Trainer trainer)
    {
        using var state = trainer.Capture();
        store.Save(state);
        saved = trainer.Progress;
    }
}
