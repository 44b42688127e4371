using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Experiments.Events;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Evaluations;

/// <summary>What <c>evaluation/{split}.json</c> holds: counts, scores, protocol, and the fingerprint of what was measured.</summary>
public sealed record EvaluationFile
{
    private const int Version = 2;

    /// <summary>Version of this file's form.</summary>
    public int V { get; init; } = Version;

    /// <summary>
    /// What it is kept as: the split, with what sets it apart from the run's own evaluation of it, each behind a plus sign.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>The split measured.</summary>
    public string Split { get; init; } = "";

    /// <summary>The split's inventory: SHA-256 of names and sizes of its files; empty where an earlier version did not keep it.</summary>
    public string Files { get; init; } = "";

    /// <summary>What should be known of the result, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The data set measured.</summary>
    public string DataSet { get; init; } = "";

    /// <summary>Steps of training that the weights have seen.</summary>
    public long Step { get; init; }

    /// <summary>Which weights: <c>best</c>, <c>last</c>, or a file.</summary>
    public string Weights { get; init; } = "";

    /// <summary>How it was measured: convention, whole or slide, scales, flip.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>Fingerprint of the run's configuration.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>When it was measured (UTC).</summary>
    public DateTime Utc { get; init; }

    /// <summary>Images measured.</summary>
    public int Images { get; init; }

    /// <summary>Seconds it took.</summary>
    public double Seconds { get; init; }

    /// <summary>What each kind of evaluation found; the model is judged by the first.</summary>
    public IReadOnlyList<KindRecord> Kinds { get; init; } = [];

    /// <summary>The number that the model is judged by; null where there is none.</summary>
    [JsonIgnore]
    public MetricRow? Primary => Kinds.Count > 0 && Kinds[0].Metrics.Count > 0 ? Kinds[0].Metrics[0] : null;

    /// <summary>What it is called on the page and in the console, such as <c>test, flip</c>.</summary>
    [JsonIgnore]
    public string Title => Key.Replace("+", ", ", StringComparison.Ordinal);

    /// <summary>What tells it from the other evaluations of the run.</summary>
    [JsonIgnore]
    public string Key => Name.Length > 0 ? Name : Split;

    /// <summary>Writes it, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, EventJson.Readable) + "\n");

    /// <summary>Reads one.</summary>
    /// <exception cref="InputException">It is not the JSON of an evaluation, or of a later version.</exception>
    public static EvaluationFile Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize<EvaluationFile>(File.ReadAllText(path), EventJson.Readable);
            return file is { V: Version } ? file : throw new InputException(
                path, $"version {file?.V}", $"version {Version}", "evaluate the run again");
        }
        catch (JsonException cause)
        {
            throw new InputException(
                path, JsonFault.NotFinite(cause) ?? $"broken JSON ({cause.Message})", "the result of an evaluation",
                "evaluate the run again", cause);
        }
    }
}
