using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Diagnostics;

namespace Panoptes.Training.Engine;

/// <content>What the host learns of steps, and when.</content>
public sealed partial class Trainer
{
    // Reading means waiting for the device; the CPU has done its work by then anyway.
    private bool IsReadNow => Config.ReadLosses switch
    {
        LossReading.EveryStep => true,
        LossReading.WhenLogged => IsLogged(Step),
        _ => device.IsCpu || IsLogged(Step),
    };

    /// <summary>Whether it is logged after a step: every <see cref="TrainConfig.LogEvery"/> steps, and after the stage's last.</summary>
    /// <param name="step">Updates done.</param>
    public bool IsLogged(long step) => step % Config.LogEvery == 0 || step == Stage.End;

    /// <summary>
    /// Reads from the device what the steps since the last reading did, and tells the hooks. Does nothing where nothing waits.
    /// </summary>
    /// <exception cref="InputException">A loss or gradient was not finite; weights and buffers are as before that step.</exception>
    public void ReadPendingSteps()
    {
        foreach (var step in pending.Read())
        {
            if (step.IsFatal)
            {
                throw Report(step);
            }

            Progress = scaler is null ? Progress : Progress with { LossScale = step.LossScale, StepsAtLossScale = step.StepsAtLossScale };
            Notify(hook => hook.OnRecord(this, step.Record));
        }
    }

    private StepInfo Info(double seconds) =>
        new(Step, losses.Terms, LearningRates(), losses.Samples, losses.DataSeconds, seconds)
        {
            Processes = Collective.Size,
        };

    // Later steps may have run since, without effect on the weights: the batch's gradients are then computed again to be written down.
    private InputException Report(ReadStep step)
    {
        var isLatest = step.Record.Step == Step;
        Progress = Progress with { Step = step.Record.Step - 1 };
        pending.Dispose();
        using var scope = TensorScope.Open();
        try
        {
            if (!isLatest)
            {
                SetLearningRates();
                EagerPasses();
            }
        }
        finally
        {
            buffers.Restore();
        }

        return NonFiniteReport.Of(step.Culprit(), Progress, Config.Seed, step.Record.Losses, Optimizer.Groups, step.Info.Samples)
            .Publish(DiagnosticsFolder, shared.Suspects(step.Info.Samples.Select(sample => sample.Files.Image)));
    }
}
