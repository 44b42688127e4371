using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;

namespace Panoptes.Training.Hooks;

/// <summary>Writes a plain line every so many steps, and one an evaluation.</summary>
/// <param name="write">Takes a line.</param>
/// <param name="every">Steps between two lines.</param>
public sealed class LogHook(Action<string> write, long every) : IHook
{
    /// <inheritdoc/>
    public void OnRecord(Trainer trainer, StepRecord record)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(record);
        if (record.Step % every == 0 || record.Step == trainer.Stage.End)
        {
            var losses = string.Join(' ', record.Losses.Select(loss => $"{loss.Key} {loss.Value:0.0000}"));
            write($"step {record.Step}/{trainer.Stage.End} loss {record.Loss:0.0000} {losses} lr {record.LearningRates[0]:0.###e+0} grad "
                + $"{record.GradientNorm:0.000} {record.Images / record.StepSeconds:0.0} images/s data "
                    + $"{record.DataSeconds / record.StepSeconds:P0}");
        }
    }

    /// <inheritdoc/>
    public void OnEvaluation(Trainer trainer, EvaluationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var numbers = string.Join(' ', record.Result.Kinds[0].Metrics.Take(2).Select(metric =>
            metric.IsShare ? $"{metric.Title} {metric.Value:P2}" : $"{metric.Title} {metric.Value:0.0000}"));
        write($"evaluation at step {record.Step}: {numbers}{(record.IsBest ? " (best so far)" : "")}");
    }
}
