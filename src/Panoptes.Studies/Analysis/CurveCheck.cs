using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis;

/// <summary>What the evaluations of one cell over its steps say.</summary>
public sealed record CurveCheck
{
    private const int LastEvaluations = 3;

    /// <summary>Evaluations with the metric, by step.</summary>
    public IReadOnlyList<(long Step, double Value)> Points { get; private init; } = [];

    /// <summary>The largest fall from the best value before it, in points; null for fewer than two evaluations.</summary>
    public double? Drawdown { get; private init; }

    /// <summary>The step at the bottom of that fall; null where there is none.</summary>
    public long? DrawdownStep { get; private init; }

    /// <summary>
    /// Least-squares slope over the last three evaluations, in points for each interval between them, positive where it becomes better;
    /// null for fewer.
    /// </summary>
    public double? Slope { get; private init; }

    /// <summary>
    /// Whether the last evaluation is better than the one before it, and than that before by more than the noise band of one run against
    /// another.
    /// </summary>
    public bool IsStillRising { get; private init; }

    /// <summary>The best evaluation, the first of equals; null where there is none.</summary>
    public (long Step, double Value)? Best { get; private init; }

    /// <summary>Whether the last evaluation is the best.</summary>
    public bool IsBestLast => Best is { } best && best.Value == Points[^1].Value;

    /// <summary>The last less the one before it, in points; null for fewer than two.</summary>
    public double? LastChange => Points.Count < 2 ? null : Points[^1].Value - Points[^2].Value;

    /// <summary>Examines a cell's evaluations, its final one among them.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="noise">The band of its data.</param>
    /// <param name="scale">The number that it is judged by.</param>
    public static CurveCheck Of(ResultCell cell, NoiseBand noise, MetricScale scale)
    {
        ArgumentNullException.ThrowIfNull(noise);
        ArgumentNullException.ThrowIfNull(scale);
        var points = Merged(cell, scale);
        var (drawdown, step) = Fall(points, scale);
        double? slope = points.Length < LastEvaluations ? null : scale.Gain(points[^3].Value, points[^1].Value) / (LastEvaluations - 1);
        return new CurveCheck
        {
            Points = points,
            Drawdown = drawdown,
            DrawdownStep = step,
            // With three places an interval apart, the middle one does not change the slope of the line.
            Slope = slope,
            IsStillRising = slope * (LastEvaluations - 1) > noise.Half(1, 1) && scale.Gain(points[^2].Value, points[^1].Value) > 0,
            Best = points.Length == 0 ? null : points.Aggregate((best, next) => scale.Gain(best.Value, next.Value) > 0 ? next : best),
        };
    }

    /// <summary>
    /// The evaluations of a cell with the metric, by step: those while training, and the final one where it is of another step.
    /// </summary>
    internal static (long Step, double Value)[] Merged(ResultCell cell, MetricScale scale) =>
    [
        .. cell.Curve.Concat(cell.Final is { } final && cell.Curve.All(point => point.Step != final.Step) ? [final] : [])
            .Where(point => scale.Of(point) is not null).OrderBy(point => point.Step)
            .Select(point => (point.Step, scale.Of(point)!.Value)),
    ];

    private static (double? Fall, long? Step) Fall((long Step, double Value)[] points, MetricScale scale)
    {
        if (points.Length < 2)
        {
            return (null, null);
        }

        var (best, fall, at) = (points[0].Value, 0.0, (long?)null);
        foreach (var (step, value) in points)
        {
            best = scale.Gain(best, value) > 0 ? value : best;
            if (scale.Gain(value, best) > fall)
            {
                (fall, at) = (scale.Gain(value, best), step);
            }
        }

        return (fall, at);
    }
}
