using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Experiments.Events;
using Panoptes.Foundation;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Metrics.PixelQuality;

namespace Panoptes.Experiments.LabelReports;

/// <summary>What a cluster was taken for.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Class">The class; empty where it has none.</param>
public sealed record NamedCluster(string Cluster, string Class);

/// <summary>How good labels of any origin are on those of their images whose truth is known.</summary>
public sealed record LabelReport
{
    private const double LeastRight = .5;
    private const double LeastKept = .1;

    /// <summary>Version of this file's form.</summary>
    public int V { get; init; } = 1;

    /// <summary>The folder or file of the labels.</summary>
    public required string Labels { get; init; }

    /// <summary>The data set whose truth they are held against.</summary>
    public required string Truth { get; init; }

    /// <summary>Its split.</summary>
    public required string Split { get; init; }

    /// <summary>Images that have both.</summary>
    public required int Images { get; init; }

    /// <summary>Images of the split.</summary>
    public required int TruthImages { get; init; }

    /// <summary>How good labels of objects are; null where one side has none.</summary>
    public required LabelQualityReport? Quality { get; init; }

    /// <summary>How good label maps are; null where one side has none.</summary>
    public required PixelQualityReport? Pixels { get; init; }

    /// <summary>What clusters were taken for; null where labels have classes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NamedCluster>? Clusters { get; init; }

    /// <summary>What should be known of these numbers, a line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What is wrong with the labels, a line each.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. Pixels?.Accuracy < LeastRight ? ["fewer than half of the labeled pixels are right" + Remedy] : Array.Empty<string>(),
        .. Pixels?.Kept < LeastKept ? ["fewer than a tenth of the pixels have a label"] : Array.Empty<string>(),
        .. Quality?.All.Precision < LeastRight
            ? ["fewer than half of the objects are right (precision at IoU .5)"] : Array.Empty<string>(),
    ];

    private string Remedy => Clusters is null ? "; where ids are clusters without names, give --match" : "";

    /// <summary>Writes it as JSON, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, EventJson.Readable) + "\n");
}
