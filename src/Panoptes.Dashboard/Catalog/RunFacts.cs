using System.Text.Json;

namespace Panoptes.Dashboard.Catalog;

/// <summary>What a run was told to do, as far as a list shows it: read from its resolved configuration and its summary.</summary>
internal sealed record RunFacts
{
    /// <summary>Nothing is known.</summary>
    public static RunFacts None { get; } = new();

    /// <summary>Name of the network.</summary>
    public string Model { get; init; } = "";

    /// <summary>What is asked of it: semantic, panoptic or instance.</summary>
    public string Task { get; init; } = "";

    /// <summary>Name of the data set.</summary>
    public string Data { get; init; } = "";

    /// <summary>The random seed.</summary>
    public long Seed { get; init; }

    /// <summary>Steps of the whole training; 0 where that is not known.</summary>
    public long Steps { get; init; }

    /// <summary>Images in one step, over accumulated passes.</summary>
    public long Batch { get; init; } = 1;

    /// <summary>The split that it is judged on while training; empty where that is not known.</summary>
    public string Split { get; init; } = "";

    /// <summary>Fingerprint of its configuration.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Reads a run's folder. What is missing or broken stays unknown.</summary>
    public static RunFacts Read(string folder)
    {
        var facts = None;
        Visit(Path.Combine(folder, "config.resolved.json"), root =>
        {
            facts = facts with { Fingerprint = Text(root, "fingerprint") };
            var (train, data) = (Part(Part(root, "config"), "train"), Part(Part(root, "config"), "data"));
            facts = facts with
            {
                Seed = Number(train, "seed"),
                Steps = Number(train, "steps"),
                Batch = Math.Max(1, Number(train, "batch_size")) * Math.Max(1, Number(train, "accumulation")),
                Split = Text(data, "val_split"),
            };
        });
        Visit(Path.Combine(folder, "summary.json"), root => facts = facts with
        {
            Model = Text(root, "model"),
            Task = Text(root, "task"),
            Data = Text(root, "data_set"),
        });
        return facts;
    }

    private static void Visit(string path, Action<JsonElement> visit)
    {
        try
        {
            if (File.Exists(path))
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(path));
                visit(document.RootElement);
            }
        }
        catch (Exception broken) when (broken is JsonException or IOException or UnauthorizedAccessException)
        {
            // A list says what it can; the run's own page names the file.
        }
    }

    private static JsonElement Part(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var part) ? part : default;

    private static string Text(JsonElement parent, string name) =>
        Part(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static long Number(JsonElement parent, string name) =>
        Part(parent, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;
}
