using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Training.Checkpoints;

namespace Panoptes.Experiments.Runs;

/// <summary>
/// What makes a run the same run: its settings, the content of the files they name, and its data, compared with what its folder says.
/// </summary>
internal static class RunIdentity
{
    private const int MostDifferences = 3;
    private const string Steps = "train.steps";

    /// <summary>SHA-256 of settings and data, 64 hexadecimal digits.</summary>
    public static string Fingerprint(RunConfig config, RunData? data)
    {
        var settings = Runs.Fingerprint.Of(config);
        return data is null ? settings : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings + data.Fingerprint)));
    }

    /// <summary>Whether a run was begun with these settings, whatever its data was.</summary>
    public static bool HasSettingsOf(RunFolder folder, RunConfig config) => Copy(folder)?.Fingerprint == Runs.Fingerprint.Of(config);

    /// <summary>Refuses settings or data that are not those of the run in a folder.</summary>
    /// <exception cref="InputException">Something differs; names it, and what to do.</exception>
    public static void RefuseOther(RunFolder folder, RunConfig config, RunData? data)
    {
        var differences = SettingDifferences(folder, config);
        if (differences.Count > 0)
        {
            throw new InputException(
                folder.Shown, $"a run with other settings ({Few([.. differences.Values])})", "the same settings, or an empty folder",
                Remedy(folder, [.. differences.Keys]));
        }

        if (data is not null && RunSummary.Read(folder.Summary) is { } summary && data.Differences(summary) is { Count: > 0 } changes)
        {
            throw new InputException(
                folder.Shown,
                $"a run that was trained on other data ({Few(changes)})",
                "the data that it began with",
                "put that back, or train a new run on this data with run.name=...");
        }
    }

    private static string Remedy(RunFolder folder, IReadOnlyList<string> keys)
    {
        var checkpoints = new CheckpointFolder(folder.Checkpoints);
        var weights = File.Exists(checkpoints.BestPath)
            ? checkpoints.BestPath
            : (checkpoints.List() is [.., var newest] ? newest.Path : null);
        return keys is [Steps] && weights is not null
            ? "the learning rates of all its steps follow from their number, so it cannot be made longer: start a new run from its "
                + "weights with "
                + $"run.name=... model.weights={weights}"
            : "give this run another name with run.name=..., or leave run.name out";
    }

    private static Dictionary<string, string> SettingDifferences(RunFolder folder, RunConfig config)
    {
        var before = Runs.Fingerprint.Semantic(folder.ReadConfig([]), Copy(folder)?.Contents);
        return Differences(before, Runs.Fingerprint.Semantic(config)).ToDictionary(entry => entry.Key, entry => entry.Text);
    }

    private static IEnumerable<(string Key, string Text)> Differences(JsonObject before, JsonObject now, string path = "")
    {
        foreach (var key in before.Select(pair => pair.Key).Union(now.Select(pair => pair.Key)))
        {
            var full = KeyPath.Join(path, key);
            if (before[key] is JsonObject inner && now[key] is JsonObject other)
            {
                foreach (var difference in Differences(inner, other, full))
                {
                    yield return difference;
                }
            }
            else if (!JsonNode.DeepEquals(before[key], now[key]))
            {
                yield return (full, $"{full} was {Text(before[key])}, now {Text(now[key])}");
            }
        }
    }

    private static string Text(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "null";
        return text.StartsWith("\"sha256:", StringComparison.Ordinal) ? $"a file of SHA-256 {text[8..20]}..." : text;
    }

    private static string Few(IReadOnlyList<string> differences) =>
        string.Join("; ", differences.Take(MostDifferences))
            + (differences.Count > MostDifferences ? $" and {differences.Count - MostDifferences} more" : "");

    // What an earlier version or another hand wrote may lack anything.
    private static ResolvedCopy? Copy(RunFolder folder)
    {
        try
        {
            return !File.Exists(folder.ConfigJson) || JsonNode.Parse(File.ReadAllText(folder.ConfigJson)) is not JsonObject root
                ? null
                : new ResolvedCopy
                {
                    Fingerprint = root["fingerprint"]?.GetValue<string>() ?? "",
                    Contents = root["contents"] is JsonObject contents
                    ? contents.ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>())
                    : new Dictionary<string, string>(),
                };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
