using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis;

/// <summary>When a recipe first reached a target, by its evaluations.</summary>
public sealed record TargetTime
{
    /// <summary>The recipe on its subject.</summary>
    public required RecipeResult Result { get; init; }

    /// <summary>The target, on the scale of the metric.</summary>
    public required double Target { get; init; }

    /// <summary>Completed seeds that reached it.</summary>
    public required int Reached { get; init; }

    /// <summary>The step of the first evaluation that did, mean over the seeds; null where a seed never did.</summary>
    public double? Step { get; init; }

    /// <summary>Hours of training until then; null where that is not known, or a seed never did.</summary>
    public double? Hours { get; init; }

    /// <summary>Whether only one evaluation of a seed is known, so that it may have been reached long before.</summary>
    public bool IsUpperBound { get; init; }

    /// <summary>
    /// The times of the completed recipes of one subject; none where fewer than two are completed. Without a target it is the best value
    /// that every completed cell of them reached.
    /// </summary>
    /// <param name="results">The recipes.</param>
    /// <param name="target">The target on the scale of the metric, or null.</param>
    /// <param name="scale">The number that they are judged by.</param>
    public static IReadOnlyList<TargetTime> Of(IEnumerable<RecipeResult> results, double? target, MetricScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        RecipeResult[] done = [.. results.Where(result => result.N > 0)];
        if (done.Length < 2)
        {
            return [];
        }

        bool IsReached(double value, double goal) => scale.Gain(goal, value) >= 0;
        var bests = done.SelectMany(result => result.Done).Select(cell => CurveCheck.Merged(cell, scale).Select(point => point.Value))
            .Select(values => scale.HigherIsBetter ? values.Max() : values.Min()).ToArray();
        var goal = target ?? (scale.HigherIsBetter ? bests.Min() : bests.Max());
        return [.. done.Select(result =>
        {
            var points = result.Done.Select(cell => (Cell: cell, Points: CurveCheck.Merged(cell, scale))).ToArray();
            var first = points.Select(one => (one.Cell, Steps: one.Points.Where(point => IsReached(point.Value, goal)).ToArray()))
                .Where(one => one.Steps.Length > 0).Select(one => (one.Cell, one.Steps[0].Step)).ToArray();
            var isWhole = first.Length == result.N;
            double?[] hours = [.. first.Select(one => Seconds(one.Cell, one.Step) / 3600)];
            return new TargetTime
            {
                Result = result,
                Target = goal,
                Reached = first.Length,
                Step = isWhole ? first.Average(one => (double)one.Step) : null,
                Hours = isWhole && hours.All(hour => hour is not null) ? hours.Average() : null,
                IsUpperBound = points.Any(one => one.Points.Length == 1),
            };
        })];
    }

    private static double? Seconds(ResultCell cell, long step) =>
        cell.Curve.Append(cell.Final).FirstOrDefault(point => point?.Step == step && point.Seconds is not null)?.Seconds
            ?? (step == cell.Steps ? cell.TrainSeconds : null);
}
