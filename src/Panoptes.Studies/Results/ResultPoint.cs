using Panoptes.Experiments.Events;

namespace Panoptes.Studies.Results;

/// <summary>One evaluation of a cell.</summary>
public sealed record ResultPoint
{
    /// <summary>Steps of training done.</summary>
    public long Step { get; init; }

    /// <summary>Seconds of training until then, evaluations left out; null where that is not known.</summary>
    public double? Seconds { get; init; }

    /// <summary>Its numbers; shares are 0 to 1. The first is the one that it is judged by.</summary>
    public IReadOnlyList<MetricRow> Metrics { get; init; } = [];

    /// <summary>A number by name; null where it has none.</summary>
    public double? Value(string name) => Metrics.FirstOrDefault(metric => metric.Name == name)?.Value;
}
