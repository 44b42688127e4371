using System.Text.Json.Nodes;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Experiments.RunLists;

/// <summary>All settings and scores of a run, as values by name.</summary>
/// <param name="Entry">The run.</param>
/// <param name="Settings">Every setting by its path; lists and what nests in them as JSON.</param>
/// <param name="Evaluations">Its evaluations.</param>
public sealed record RunRecord(
    RunEntry Entry, IReadOnlyDictionary<string, JsonNode?> Settings, IReadOnlyList<EvaluationFile> Evaluations)
{
    private static readonly Lazy<IReadOnlyDictionary<string, JsonNode?>> Defaults = new(() => Flat(new RunConfig()));

    /// <summary>Every number of every evaluation by <c>EVALUATION/NAME</c>; <c>EVALUATION/KIND/NAME</c> of further kinds.</summary>
    public IEnumerable<(string Name, double? Value)> Scores => Evaluations.SelectMany(file => file.Kinds.SelectMany((kind, place) =>
        kind.Metrics.Select(metric => (place == 0 ? $"{file.Key}/{metric.Name}" : $"{file.Key}/{kind.Kind}/{metric.Name}", metric.Value))));

    /// <summary>The settings that are not the defaults.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Changed => Settings.Where(
        setting => !Defaults.Value.TryGetValue(setting.Key, out var usual) || !JsonNode.DeepEquals(usual, setting.Value));

    /// <summary>Reads a run.</summary>
    /// <param name="path">The run's folder.</param>
    /// <exception cref="InputException">There is no run, or its settings or an evaluation cannot be read.</exception>
    public static RunRecord Read(string path)
    {
        var entry = RunEntry.Read(path);
        var folder = Path.GetDirectoryName(entry.Folder.Evaluation("val"))!;
        return new RunRecord(
            entry,
            Flat(entry.Folder.ReadConfig([])),
            Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(EvaluationFile.Read)]
                : []);
    }

    /// <summary>The run as one JSON object.</summary>
    public JsonObject ToJson() => new()
    {
        ["run"] = Entry.Folder.Shown,
        ["state"] = Entry.State.Name,
        ["step"] = Entry.State.Step,
        ["model"] = Entry.Model,
        ["data_set"] = Entry.DataSet,
        ["task"] = Entry.Task,
        ["changed"] = Entry.Changed.ToString("O"),
        ["settings"] = new JsonObject(Settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone()))),
        ["scores"] = new JsonObject(Scores.Select(score => KeyValuePair.Create(score.Name, (JsonNode?)score.Value))),
    };

    private static Dictionary<string, JsonNode?> Flat(RunConfig config)
    {
        var flat = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        Flatten((JsonObject)JsonNode.Parse(ConfigWriter.ToCanonicalJson(config))!, "", flat);
        return flat;
    }

    private static void Flatten(JsonObject node, string path, Dictionary<string, JsonNode?> flat)
    {
        foreach (var (key, value) in node)
        {
            var full = KeyPath.Join(path, key);
            if (value is JsonObject { Count: > 0 } inner)
            {
                Flatten(inner, full, flat);
            }
            else
            {
                flat[full] = value;
            }
        }
    }
}
