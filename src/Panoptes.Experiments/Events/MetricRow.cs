using System.Text.Json.Serialization;
using Panoptes.Training.Evaluation;

namespace Panoptes.Experiments.Events;

/// <summary>A number of an evaluation as records keep it.</summary>
public sealed record MetricRow
{
    /// <summary>Its name, such as <c>mean_iou</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>What a reader is shown, such as <c>mIoU</c>.</summary>
    public string Title { get; init; } = "";

    /// <summary>The number; null where it is undefined.</summary>
    public double? Value { get; init; }

    /// <summary>Whether it is a share, 0 to 1.</summary>
    public bool IsShare { get; init; } = true;

    /// <summary>Whether a higher value is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Lower end of its interval over draws of images; null where none was computed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Low { get; init; }

    /// <summary>Upper end of its interval.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? High { get; init; }

    /// <summary>The number of an evaluation.</summary>
    public static MetricRow Of(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return new MetricRow
        {
            Name = metric.Name,
            Title = metric.Title,
            Value = double.IsFinite(metric.Value) ? metric.Value : null,
            IsShare = metric.IsShare,
            HigherIsBetter = metric.HigherIsBetter,
        };
    }
}
