namespace Panoptes.Studies.Linting.Facts;

/// <summary>What is known of a family of models.</summary>
internal sealed record ModelFamily
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>A regular expression that finds it in a lower-case name.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>
    /// What it is made of: <c>cnn</c>, <c>cnn_attention</c> (convolutional, often counted as a transformer), <c>transformer</c>.
    /// </summary>
    public string Kind { get; init; } = "";

    /// <summary>The registered recipe of each variant.</summary>
    public Dictionary<string, string> Variants { get; init; } = [];

    /// <summary>Published results in percent that the registry has no target for.</summary>
    public Dictionary<string, double> Targets { get; init; } = [];

    /// <summary>Where those were published.</summary>
    public string TargetSource { get; init; } = "";

    /// <summary>The metric of the results: <c>miou</c>, <c>pq</c>.</summary>
    public string Metric { get; init; } = "miou";

    /// <summary>The lower end of the differences between repeated runs in points; null where none was reported.</summary>
    public double? Noise { get; init; }

    /// <summary>The upper end.</summary>
    public double? NoiseHigh { get; init; }

    /// <summary>Where that was reported.</summary>
    public string NoiseSource { get; init; } = "";
}
