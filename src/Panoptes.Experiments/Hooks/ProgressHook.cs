using Panoptes.Experiments.Events;
using Panoptes.Experiments.Progress;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;

namespace Panoptes.Experiments.Hooks;

/// <summary>Shows steps and evaluations on the console.</summary>
/// <param name="progress">The console's line.</param>
/// <param name="meter">Where the numbers come from; stands before this hook.</param>
/// <param name="split">Name of the split that is evaluated while training.</param>
public sealed class ProgressHook(ProgressLine progress, MeterHook meter, string split) : IHook
{
    private const int ShownMetrics = 3;

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
        var best = record.IsBest
            ? "best so far"
            : $"best {Show.Value(MetricRow.Of(record.Result.Primary) with { Value = record.BestScore })} at step {record.BestStep}";
        var time = ProgressText.Time(TimeSpan.FromSeconds(record.Result.Seconds));
        progress.Say($"{split} at step {record.Step}: {Metrics(record.Result.Kinds[0])}  ({best}; {time})");
        foreach (var kind in record.Result.Kinds.Skip(1))
        {
            progress.Say($"  {Metrics(kind)}");
        }

        if (record.Result.Teacher is { } teacher)
        {
            progress.Say($"  teacher: {Metrics(teacher.Kinds[0])}");
        }

        static string Metrics(KindResult kind) => string.Join(
            "  ", kind.Metrics.Take(ShownMetrics).Select(metric => $"{metric.Title} {Show.Value(MetricRow.Of(metric))}"));
    }
}
