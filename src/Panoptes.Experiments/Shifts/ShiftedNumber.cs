using System.Text.Json.Serialization;
using Panoptes.Experiments.Evaluations;

namespace Panoptes.Experiments.Shifts;

/// <summary>A number on both domains.</summary>
/// <param name="Title">What a reader is shown: a metric, or a class.</param>
/// <param name="Before">On the domain that the run was trained for; null where it is undefined.</param>
/// <param name="After">On the other; null where it is undefined.</param>
/// <param name="IsShare">Whether it is a share, 0 to 1.</param>
/// <param name="HigherIsBetter">Whether a higher value is better.</param>
public sealed record ShiftedNumber(string Title, double? Before, double? After, bool IsShare, bool HigherIsBetter)
{
    /// <summary>How much worse it is on the other domain, negative where it is better; null where one is undefined.</summary>
    public double? Drop => HigherIsBetter ? Before - After : After - Before;
}

/// <summary>What a kind of evaluation found on both domains.</summary>
/// <param name="Kind">Which: <c>semantic</c>, <c>panoptic</c>, <c>instance</c>.</param>
/// <param name="Metrics">Its numbers; the first is the one that a model is judged by.</param>
/// <param name="ClassMetric">The number that tells classes apart, such as <c>IoU</c>.</param>
/// <param name="Classes">That number of every class.</param>
public sealed record KindShift(
    string Kind, IReadOnlyList<ShiftedNumber> Metrics, string ClassMetric, IReadOnlyList<ShiftedNumber> Classes)
{
    /// <summary>The number that a model is judged by.</summary>
    [JsonIgnore]
    public ShiftedNumber Primary => Metrics[0];

    /// <summary>Compares what one kind found on both.</summary>
    /// <param name="before">On the domain that the run was trained for.</param>
    /// <param name="after">On the other.</param>
    public static KindShift Of(KindRecord before, KindRecord after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var column = before.Columns[0];
        return new KindShift(
            before.Kind,
            [.. before.Metrics.Select(metric => new ShiftedNumber(
                metric.Title, metric.Value, after.Find(metric.Name)?.Value, metric.IsShare, metric.HigherIsBetter))],
            column.Title,
            [.. before.Classes.Zip(after.Classes, (one, other) => new ShiftedNumber(
                one.Name, one.Of(column.Name), other.Of(column.Name), column.IsShare, column.HigherIsBetter))]);
    }
}
