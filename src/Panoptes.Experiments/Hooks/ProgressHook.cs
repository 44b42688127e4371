using Panoptes.Experiments.Progress;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Hooks;

namespace Panoptes.Experiments.Hooks;

/// <summary>Shows steps and evaluations on the console.</summary>
/// <param name="progress">The console's line.</param>
/// <param name="meter">Where the numbers come from; stands before this hook.</param>
/// <param name="split">Name of the split that is evaluated while training.</param>
public sealed class ProgressHook(ProgressLine progress, MeterHook meter, string split) : IHook
{
    /// <inheritdoc/>
    public void OnRecord(Trainer trainer, StepRecord record)
    {
        if (meter.State is { } state)
        {
            progress.Training(state, meter.IsMilestone);
        }
    }

    /// <inheritdoc/>
    public void OnEvaluation(Trainer trainer, EvaluationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var scores = record.Result.Scores;
        var best = record.IsBest ? "best so far" : $"best {Show.Percent(record.BestScore)} at step {record.BestStep}";
        progress.Say($"{split} at step {record.Step}: mIoU {Show.Percent(scores.MeanIoU)}  pixel accuracy {Show.Percent(scores.PixelAccuracy)}  ({best}; {ProgressText.Time(TimeSpan.FromSeconds(record.Result.Seconds))})");
    }
}
