using Panoptes.Experiments.TensorBoard;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Hooks;

namespace Panoptes.Experiments.Hooks;

/// <summary>Writes logging points and evaluations into a TensorBoard event file.</summary>
/// <param name="writer">The file.</param>
/// <param name="meter">Where the points come from; stands before this hook.</param>
/// <param name="split">Name of the split that is evaluated while training.</param>
public sealed class TensorBoardHook(TensorBoardWriter writer, MeterHook meter, string split) : IHook
{
    /// <inheritdoc/>
    public void OnRecord(Trainer trainer, StepRecord record)
    {
        if (meter is not { IsMilestone: true, Point: { } point })
        {
            return;
        }

        writer.Scalar("train/loss", point.Loss ?? double.NaN, point.Step);
        foreach (var (name, value) in point.Losses)
        {
            writer.Scalar($"train/{name}", value ?? double.NaN, point.Step);
        }

        writer.Scalar("train/learning_rate", point.LearningRate, point.Step);
        writer.Scalar("train/gradient_norm", point.GradientNorm ?? double.NaN, point.Step);
        writer.Scalar("speed/images_per_second", point.ImagesPerSecond, point.Step);
        writer.Scalar("speed/data_wait", point.DataWait, point.Step);
        writer.Scalar("memory/process_mib", point.MemoryMib, point.Step);
        if (point.DeviceMemoryMib is { } memory)
        {
            writer.Scalar("memory/device_mib", memory, point.Step);
        }

        writer.Flush();
    }

    /// <inheritdoc/>
    public void OnEvaluation(Trainer trainer, EvaluationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var scores = record.Result.Scores;
        writer.Scalar($"{split}/mean_iou", scores.MeanIoU, record.Step);
        writer.Scalar($"{split}/pixel_accuracy", scores.PixelAccuracy, record.Step);
        writer.Scalar($"{split}/mean_accuracy", scores.MeanAccuracy, record.Step);
        if (record.Result.Loss is { } loss)
        {
            writer.Scalar($"{split}/loss", loss, record.Step);
        }

        foreach (var row in scores.Classes.Where(row => !double.IsNaN(row.IoU)))
        {
            writer.Scalar($"{split}_iou/{row.Name}", row.IoU, record.Step);
        }

        writer.Flush();
    }
}
