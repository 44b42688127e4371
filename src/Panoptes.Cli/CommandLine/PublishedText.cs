using System.Text.Json.Nodes;
using Panoptes.Experiments.Weights;

namespace Panoptes.Cli.CommandLine;

/// <summary>What is known of published weights, as text and as JSON.</summary>
internal static class PublishedText
{
    private const string Unknown = "not known";

    /// <summary>Of each of the weights that a model takes, two lines; one where none are known.</summary>
    /// <param name="model">The model's name.</param>
    public static IEnumerable<string> Lines(string model) => PublishedWeights.Of(model) is { Count: > 0 } known
        ? known.SelectMany(Lines)
        : [$"published weights: {Unknown}"];

    /// <summary>Where weights are, and what is known of them.</summary>
    public static IEnumerable<string> Lines(PublishedWeights weights) =>
    [
        $"{weights.Name} ({Kind(weights)}): {weights.Address ?? weights.Page}",
        $"    license {weights.License ?? Unknown}; checksum {weights.Checksum?.ToString() ?? Unknown}; from {weights.SourcePage}",
    ];

    /// <summary>A model with its recipes and the weights that it takes.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="recipes">Its recipes.</param>
    public static JsonObject ToJson(string model, IEnumerable<string> recipes) => new()
    {
        ["name"] = model,
        ["recipes"] = new JsonArray([.. recipes.Select(recipe => JsonValue.Create(recipe))]),
        ["weights"] = new JsonArray([.. PublishedWeights.Of(model).Select(weights => new JsonObject
        {
            ["name"] = weights.Name,
            ["holds"] = Kind(weights),
            ["address"] = weights.Address,
            ["page"] = weights.Page,
            ["license"] = weights.License,
            ["checksum"] = weights.Checksum is { } checksum
                ? new JsonObject { ["kind"] = checksum.Kind.ToString().ToLowerInvariant(), ["first_digits"] = checksum.Digits }
                : null,
            ["recipe"] = weights.Recipe,
            ["classes"] = weights.Classes,
            ["source"] = weights.SourcePage,
        })]),
    };

    private static string Kind(PublishedWeights weights) => weights.IsWhole ? "whole network" : "backbone";
}
