using Panoptes.Models.Segmenters;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;

namespace Panoptes.Training.Hooks;

/// <summary>Measures the model every so many steps and after the last.</summary>
/// <remarks>An evaluation that a stop prevents is made up for when the training is resumed, so that an interrupted training measures at the
/// same steps as an unbroken one.</remarks>
/// <param name="evaluate">Measures the model; throws <see cref="OperationCanceledException"/> when the token asks it to give up.</param>
/// <param name="every">Steps between two evaluations; 0 never evaluates.</param>
/// <param name="stop">Asks to put evaluations off: the process is to end soon.</param>
public sealed class ValidateHook(
    Func<Segmenter, CancellationToken, EvaluationResult> evaluate, long every, CancellationToken stop = default) : IHook
{
    /// <inheritdoc/>
    public void AtStart(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        if (trainer.Step > trainer.Stage.Start && trainer.Progress.EvaluatedStep < trainer.Step)
        {
            EvaluateWhereDue(trainer);
        }
    }

    /// <inheritdoc/>
    public void AfterStep(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        EvaluateWhereDue(trainer);
    }

    private void EvaluateWhereDue(Trainer trainer)
    {
        var due = every > 0 && (trainer.Step % every == 0 || trainer.Step == trainer.Stage.End);

        // Where several processes measure together, a signal to one is every one's after the next step.
        if (!due || trainer.IsStopping || (trainer.Collective.Size == 1 && stop.IsCancellationRequested))
        {
            return;
        }

        trainer.ReadPendingSteps();
        try
        {
            trainer.Evaluated(evaluate(trainer.Model, stop));
            trainer.Collective.Meet();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || trainer.Collective.Size > 1)
        {
            // Put off until the training is resumed.
        }
    }
}
