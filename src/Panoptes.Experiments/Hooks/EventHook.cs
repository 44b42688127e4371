using Panoptes.Experiments.Events;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;

namespace Panoptes.Experiments.Hooks;

/// <summary>Writes logging points and evaluations into the event log.</summary>
/// <param name="log">The log.</param>
/// <param name="meter">Where the points come from; stands before this hook.</param>
/// <param name="split">Name of the split that is evaluated while training.</param>
public sealed class EventHook(EventLog log, MeterHook meter, string split) : IHook
{
    /// <inheritdoc/>
    public void OnRecord(Trainer trainer, StepRecord record)
    {
        if (meter is { IsMilestone: true, Point: { } point })
        {
            log.Write(point);
        }
    }

    /// <inheritdoc/>
    public void OnEvaluation(Trainer trainer, EvaluationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var result = record.Result;
        var byClass = result.Kinds[0].Detail.Columns[0];
        log.Write(new EvaluationPoint
        {
            Step = record.Step,
            Split = split,
            Metrics = [.. result.Metrics.Select(MetricRow.Of)],
            ClassMetric = byClass.Title,
            Classes = [.. byClass.Values.Select(Present)],
            Columns = Followed(result),
            Images = result.Images,
            Seconds = Math.Round(result.Seconds, 3),
            Best = record.IsBest,
        });
    }

    private static Dictionary<string, IReadOnlyList<double?>>? Followed(EvaluationResult result)
    {
        var columns = result.Kinds.SelectMany(kind => kind.Detail.Columns).Where(column => column.IsFollowed)
            .ToDictionary(column => column.Name, column => (IReadOnlyList<double?>)[.. column.Values.Select(Present)]);
        return columns.Count > 0 ? columns : null;
    }

    private static double? Present(double value) => double.IsFinite(value) ? value : null;
}
