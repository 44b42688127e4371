using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Studies.Records;

namespace Panoptes.Studies.Planning;

/// <summary>What probes found that were made when the study was planned, by model and recipe.</summary>
public static class CostFile
{
    /// <summary>Its name in the study's folder.</summary>
    public const string Name = "costs.json";

    /// <summary>The key of a model with a recipe.</summary>
    public static string Key(string data, string model, string recipe) => $"{data}/{model}/{recipe}";

    /// <summary>Reads it; empty where there is none.</summary>
    public static IReadOnlyDictionary<string, CellCost> Read(string path)
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize<Dictionary<string, CellCost>>(File.ReadAllText(path), StudyJson.Readable) ?? []
                : new Dictionary<string, CellCost>();
        }
        catch (JsonException cause)
        {
            throw new InputException(path, $"broken JSON ({cause.Message})", "the costs of a study", "remove it, and plan again", cause);
        }
    }

    /// <summary>Writes it.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, CellCost> costs) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(costs, StudyJson.Readable) + "\n");
}
