using Panoptes.Training.Engine;
using Panoptes.Training.Signals;

namespace Panoptes.Training.Hooks;

/// <summary>Ends the training after the step during which a signal came, to any of the processes that train together.</summary>
/// <param name="signals">The signals listened to.</param>
public sealed class StopHook(StopSignals signals) : IHook
{
    /// <inheritdoc/>
    public void AtStart(Trainer trainer) => StopWhereAsked(trainer);

    /// <inheritdoc/>
    public void AfterStep(Trainer trainer) => StopWhereAsked(trainer);

    private void StopWhereAsked(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        double[] asked = [signals.Received is null ? 0 : 1];
        trainer.Collective.Sum(asked);
        if (asked[0] > 0)
        {
            trainer.RequestStop(StopReason.Signal);
        }
    }
}
