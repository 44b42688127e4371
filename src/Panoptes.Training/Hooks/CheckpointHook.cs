using Panoptes.Training.Checkpoints;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;

namespace Panoptes.Training.Hooks;

/// <summary>Saves the state every so many steps, at the end of this process, and apart whenever the model is the best so far.</summary>
/// <remarks>Of several processes, rank 0 writes what all of them have together.</remarks>
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
            Write(trainer, store.SaveBest);
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
        Write(trainer, store.Save);
        saved = trainer.Progress;
    }

    private static void Write(Trainer trainer, Action<Checkpoint> write)
    {
        using var state = trainer.Capture();
        if (trainer.Collective.Rank == 0)
        {
            write(state);
        }

        trainer.Collective.Meet();
    }
}
