using Panoptes.Experiments.Events;

namespace Panoptes.Studies.Records;

/// <summary>The number that a cell is judged by.</summary>
internal static class JudgedMetric
{
    /// <summary>The number of a name, or the first where none is named; null where there is none.</summary>
    /// <param name="metrics">The numbers of an evaluation.</param>
    /// <param name="name">The name; null for the first.</param>
    public static MetricRow? Of(IReadOnlyList<MetricRow> metrics, string? name) =>
        name is null ? metrics is [var first, ..] ? first : null : metrics.FirstOrDefault(metric => metric.Name == name);
}
