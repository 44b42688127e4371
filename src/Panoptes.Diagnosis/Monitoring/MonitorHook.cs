using Panoptes.Metrics.Semantic;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;

namespace Panoptes.Diagnosis.Monitoring;

/// <summary>Lets the monitor watch a training.</summary>
/// <param name="monitor">The monitor.</param>
/// <param name="speak">Takes its alarms.</param>
public sealed class MonitorHook(TrainingMonitor monitor, Action<MonitorAlarm> speak) : IHook
{
    private double losses;
    private long steps;

    /// <inheritdoc/>
    public void OnRecord(Trainer trainer, StepRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        (losses, steps) = (losses + record.Loss, steps + 1);
    }

    /// <inheritdoc/>
    public void OnEvaluation(Trainer trainer, EvaluationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var result = record.Result;
        var point = MonitorPoint.Of(record.Step, name => result.Find(name)?.Value, steps == 0 ? double.NaN : losses / steps);
        point = double.IsNaN(point.Accuracy) ? point with { Accuracy = Accuracy(result) } : point;
        (losses, steps) = (0, 0);
        foreach (var alarm in monitor.Add(point))
        {
            speak(alarm);
        }
    }

    // A panoptic evaluation counts pixels too, though it does not list their accuracy.
    private static double Accuracy(EvaluationResult result) =>
        result.Kinds.Select(kind => kind.Detail.Pixels).OfType<ConfusionMatrix>().FirstOrDefault() is { } pixels
            ? SemanticScores.From(pixels).PixelAccuracy
            : double.NaN;
}
