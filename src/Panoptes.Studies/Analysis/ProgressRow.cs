using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis;

/// <summary>How far one cell is.</summary>
public sealed record ProgressRow
{
    /// <summary>The cell.</summary>
    public required ResultCell Cell { get; init; }

    /// <summary>What its evaluations say.</summary>
    public required CurveCheck Curve { get; init; }

    /// <summary>Updates done.</summary>
    public long Step { get; init; }

    /// <summary>The metric of the latest evaluation; null where there is none.</summary>
    public double? Latest { get; init; }

    /// <summary>The further metric of the latest evaluation, shares in percent; null where there is none.</summary>
    public double? Second { get; init; }

    /// <summary>Updates a second: lately where it runs, over the whole training where it is completed; null where not known.</summary>
    public double? StepsPerSecond { get; init; }

    /// <summary>Training samples a second at that speed.</summary>
    public double? ImagesPerSecond => Cell.Batch > 0 ? StepsPerSecond * Cell.Batch : null;

    /// <summary>The row of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="second">A further number of evaluations; null for none.</param>
    /// <param name="noise">The band of its data.</param>
    /// <param name="scale">The number that it is judged by.</param>
    public static ProgressRow Of(ResultCell cell, string? second, NoiseBand noise, MetricScale scale)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var curve = CurveCheck.Of(cell, noise, scale);
        var points = cell.Curve.Append(cell.Final).OfType<ResultPoint>().ToArray();
        var last = points.Length == 0 ? null : points.MaxBy(point => point.Step);
        var further = last?.Metrics.FirstOrDefault(metric => metric.Name == second);
        return new ProgressRow
        {
            Cell = cell,
            Curve = curve,
            Step = Math.Max(cell.Status.Step, cell.IsDone ? cell.Final!.Step : 0),
            Latest = curve.Points.Count > 0 ? curve.Points[^1].Value : null,
            Second = further?.Value is { } value && double.IsFinite(value) ? value * (further.IsShare ? 100 : 1) : null,
            StepsPerSecond = cell.Status.StepsPerSecond
                ?? (cell.IsDone && cell.Steps > 0 && cell.TrainSeconds > 0 ? cell.Steps / cell.TrainSeconds : null),
        };
    }
}
