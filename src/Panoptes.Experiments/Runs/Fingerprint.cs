using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Runs;

/// <summary>
/// SHA-256 of the settings that decide what a run computes. Where things lie, how many threads read and how often is
/// logged are left out; a file of weights counts by its content, wherever it lies.
/// </summary>
public static class Fingerprint
{
    /// <summary>Settings that are no part of the fingerprint; a path stands for all below it, and <c>*</c> for any name.</summary>
    public static IReadOnlyList<string> Excluded { get; } =
    [
        "run",
        "report",
        "recipe",
        "advisor",
        "doctor",
        "loader",
        "data.root",
        "data.streams.*.data.root",
        "data.segment_index",
        "train.device",
        "train.threads",
        "train.log_every",
        "train.processes.start_deadline",
        "train.processes.step_deadline",
        "train.profile",
        "train.checkpoint",
        "train.evaluation.batch_size",
        "train.evaluation.prefetch",
        "train.evaluation.worst_images",
        "train.evaluation.accumulate_on_cpu",
    ];

    /// <summary>Settings that name files whose content counts instead of their path; <c>*</c> stands for any name.</summary>
    public static IReadOnlyList<string> ContentOf { get; } =
    [
        "model.weights",
        "data.classes",
        "data.streams.*.list",
        "data.streams.*.exclude",
        "data.streams.*.class_map",
        "data.streams.*.data.classes",
    ];

    /// <summary>The fingerprint of a configuration, 64 hexadecimal digits.</summary>
    /// <param name="config">The bound configuration.</param>
    public static string Of(object config) => Hash(Semantic(config).ToJsonString());

    /// <summary>The fingerprints of a configuration with each of several seeds.</summary>
    /// <param name="config">The bound configuration of a run.</param>
    /// <param name="seeds">The seeds, in place of its own.</param>
    /// <param name="content">What stands for the content of a file that a setting names, such as a remembered hash.</param>
    internal static IReadOnlyList<string> OfSeeds(object config, IReadOnlyList<long> seeds, Func<string, string> content)
    {
        var tree = Semantic(config, null, content);
        var train = (JsonObject)tree["train"]!;

        // Written out once: of thousands of cells everything but the seed is the same.
        var mark = Guid.NewGuid().ToString("N");
        train["seed"] = mark;
        if (tree.ToJsonString().Split($"\"{mark}\"") is not [var before, var after])
        {
            throw new InvalidOperationException("The seed is not in one place.");
        }

        return [.. seeds.Select(seed => Hash(string.Create(CultureInfo.InvariantCulture, $"{before}{seed}{after}")))];
    }

    /// <summary>What the files that settings name hold now, by setting.</summary>
    internal static IReadOnlyDictionary<string, string> Contents(object config)
    {
        var tree = (JsonObject)ConfigWriter.Sorted(ConfigWriter.Tree(config))!;
        return ContentOf.SelectMany(path => Places(tree, path))
            .Select(place => (place.Path, File: place.Parent[place.Key]?.GetValue<string>()))
            .Where(entry => entry.File is not null)
            .ToDictionary(entry => entry.Path, entry => Content(entry.File!));
    }

    /// <summary>The part of a configuration that is fingerprinted, keys sorted.</summary>
    /// <param name="config">The bound configuration.</param>
    /// <param name="contents">What the files that settings name held at some time; what they hold now where it does not say.</param>
    /// <param name="content">Reads the content of a file; null reads it anew.</param>
    internal static JsonObject Semantic(
        object config, IReadOnlyDictionary<string, string>? contents = null, Func<string, string>? content = null)
    {
        var tree = (JsonObject)ConfigWriter.Sorted(ConfigWriter.Tree(config))!;
        foreach (var place in Excluded.SelectMany(path => Places(tree, path)).ToList())
        {
            place.Parent.Remove(place.Key);
        }

        foreach (var place in ContentOf.SelectMany(path => Places(tree, path)))
        {
            if (place.Parent[place.Key]?.GetValue<string>() is { } file)
            {
                place.Parent[place.Key] = contents?.GetValueOrDefault(place.Path) ?? (content ?? Content)(file);
            }
        }

        return tree;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Where a path leads: to one place, or to one for every name that stands where it has a star.
    private static IEnumerable<(JsonObject Parent, string Key, string Path)> Places(JsonObject tree, string path)
    {
        IEnumerable<(JsonNode? Node, string Path)> nodes = [(tree, "")];
        var parts = path.Split('.');
        foreach (var part in parts[..^1])
        {
            nodes = [.. nodes.SelectMany(found => found.Node is not JsonObject map ? []
                : map.Where(entry => part == "*" || entry.Key == part)
                    .Select(entry => (entry.Value, KeyPath.Join(found.Path, entry.Key))))];
        }

        return [.. nodes.Where(found => found.Node is JsonObject)
            .Select(found => ((JsonObject)found.Node!, parts[^1], KeyPath.Join(found.Path, parts[^1])))];
    }

    /// <summary>What stands for the content of a file: its hash, or its name where there is none.</summary>
    internal static string Content(string file) => File.Exists(file) ? $"sha256:{FileHash.Sha256(file)}" : file;
}
