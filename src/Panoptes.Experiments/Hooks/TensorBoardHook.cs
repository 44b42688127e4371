using Panoptes.Experiments.TensorBoard;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;

namespace Panoptes.Experiments.Hooks;

/// <summary>Writes logging points and evaluations into a TensorBoard event file.</summary>
/// <param name="writer">The file.</param>
/// <param name="meter">Where the points come from; stands before this hook.</param>
/// <param name="split">Name of the split that is evaluated while training.</param>
/// <param name="classes">Names of the classes by train id.</param>
public sealed class TensorBoardHook(TensorBoardWriter writer, MeterHook meter, string split, IReadOnlyList<string> classes) : IHook
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
        foreach (var metric in record.Result.Metrics.Where(metric => double.IsFinite(metric.Value)))
        {
            writer.Scalar($"{split}/{metric.Name}", metric.Value, record.Step);
        }

        foreach (var kind in record.Result.Kinds)
        {
            var columns = kind.Detail.Columns;
            foreach (var column in columns.Where((column, place) => place == 0 || column.IsFollowed))
            {
                for (var id = 0; id < column.Values.Count; id++)
                {
                    if (double.IsFinite(column.Values[id]))
                    {
                        writer.Scalar($"{split}_{column.Name}/{classes[id]}", column.Values[id], record.Step);
                    }
                }
            }
        }

        writer.Flush();
    }
}
