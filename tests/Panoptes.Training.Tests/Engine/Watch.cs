using Panoptes.Training.Engine;

namespace Panoptes.Training.Tests.Engine;

/// <summary>Looks at every step, and may end the training after one.</summary>
internal sealed class Watch(Func<StepRecord, bool> isLast, StopReason reason) : IHook
{
    public Watch(Action<StepRecord> look)
        : this(record => { look(record); return false; }, StopReason.Requested)
    {
    }

    public void OnRecord(Trainer trainer, StepRecord record)
    {
        if (isLast(record))
        {
            trainer.RequestStop(reason);
        }
    }
}
