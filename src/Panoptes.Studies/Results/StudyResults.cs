using Panoptes.Studies.Settings;

namespace Panoptes.Studies.Results;

/// <summary>Everything that a report of a study is made of.</summary>
public sealed record StudyResults
{
    /// <summary>The study's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "";

    /// <summary>What it is about, a paragraph; empty for nothing.</summary>
    public string About { get; init; } = "";

    /// <summary>The name of the number that cells are judged by, such as <c>mean_iou</c>, <c>pq</c> or <c>ap</c>.</summary>
    public string Metric { get; init; } = "";

    /// <summary>What readers are shown for it, such as <c>mIoU</c>.</summary>
    public string MetricTitle { get; init; } = "";

    /// <summary>Whether it is a share, to be shown in percent.</summary>
    public bool IsShare { get; init; } = true;

    /// <summary>Whether higher is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>A further number that progress tables show, such as <c>pixel_accuracy</c>; null for none.</summary>
    public string? SecondMetric { get; init; }

    /// <summary>What readers are shown for that.</summary>
    public string? SecondMetricTitle { get; init; }

    /// <summary>The recipe that others are compared with; null where there is none.</summary>
    public string? Reference { get; init; }

    /// <summary>Names of data in the study's order.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>Names of models in the study's order.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Names of recipes in the study's order.</summary>
    public IReadOnlyList<string> Recipes { get; init; } = [];

    /// <summary>What readers are shown for a name of data, model or recipe, where that is something else.</summary>
    public IReadOnlyDictionary<string, string> Titles { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings whose difference between recipes is intended (a path stands for all below it).</summary>
    public IReadOnlyList<string> Declared { get; init; } = [];

    /// <summary>The value of the metric to which the time is measured; null takes the best that every compared recipe reaches.</summary>
    public double? Target { get; init; }

    /// <summary>
    /// The band within which a difference says nothing, in the metric's own unit (0.01 is one percent of a share), where it cannot be
    /// measured from repeated seeds.
    /// </summary>
    public double AssumedNoise { get; init; } = 0.01;

    /// <summary>Over which setting a best value is sought; null for none.</summary>
    public TrendConfig? Trend { get; init; }

    /// <summary>All cells.</summary>
    public IReadOnlyList<ResultCell> Cells { get; init; } = [];

    /// <summary>When the cells were read (UTC).</summary>
    public DateTime Read { get; init; }
}
