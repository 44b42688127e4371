using System.Text.Json.Nodes;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;

namespace Panoptes.Experiments.Recipes;

/// <summary>What is known of a difference between two configurations.</summary>
public enum DifferenceKind
{
    /// <summary>The two are alike, but differ from the reference.</summary>
    BothDepart,

    /// <summary>They differ, and a configuration or the caller says that this is intended.</summary>
    Declared,

    /// <summary>They differ, and nobody said so: what is measured cannot be put down to the declared differences.</summary>
    Undeclared,
}

/// <summary>One setting that is not the same in all columns, each value as JSON.</summary>
/// <param name="Path">Its dotted path.</param>
/// <param name="Reference">Its value in the reference; null where there is no reference.</param>
/// <param name="A">Its value in the first configuration.</param>
/// <param name="B">Its value in the second.</param>
/// <param name="Kind">What is known of the difference.</param>
public sealed record ConfigDifference(string Path, string? Reference, string A, string B, DifferenceKind Kind);

/// <summary>Two configurations side by side with what they have in common: a recipe or a base.</summary>
/// <param name="Differences">Settings that differ, in the order of the configuration.</param>
public sealed record ConfigDiff(IReadOnlyList<ConfigDifference> Differences)
{
    /// <summary>Differences that nobody declared.</summary>
    public IEnumerable<ConfigDifference> Undeclared => Differences.Where(difference => difference.Kind == DifferenceKind.Undeclared);

    /// <summary>Compares.</summary>
    /// <param name="a">The first configuration.</param>
    /// <param name="b">The second.</param>
    /// <param name="reference">What they have in common, or null.</param>
    /// <param name="declared">Further settings whose difference is intended, beside <c>recipe.declared</c> of both; a path stands for all
    /// below it.</param>
    /// <param name="everything">True also compares what does not change what is computed, such as where runs are kept.</param>
    public static ConfigDiff Between(
        RunConfig a, RunConfig b, RunConfig? reference, IReadOnlyList<string> declared, bool everything = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        IReadOnlyList<string> intended = [.. declared, .. a.Recipe.Declared, .. b.Recipe.Declared];
        string[] ignored = everything ? ["recipe", "advisor"] : [.. Fingerprint.Excluded];
        var (left, right, middle) = (Leaves(a), Leaves(b), reference is null ? null : Leaves(reference));

        // Models of two families have different settings: what only one has follows from model.name, and is no difference of its own.
        var differences = left.Keys.Where(path => right.ContainsKey(path) && !Covers(ignored, path)).Select(path =>
        {
            var (inA, inB, common) = (left[path], right[path], middle?.GetValueOrDefault(path));
            var kind =
                inA == inB ? DifferenceKind.BothDepart : Covers(intended, path) ? DifferenceKind.Declared : DifferenceKind.Undeclared;
            return new ConfigDifference(path, common, inA, inB, kind);
        }).Where(row => row.A != row.B || (row.Reference is { } common && common != row.A));
        return new ConfigDiff([.. differences]);
    }

    private static bool Covers(IReadOnlyList<string> declared, string path) =>
        declared.Any(entry => path == entry || path.StartsWith(entry + ".", StringComparison.Ordinal));

    private static Dictionary<string, string> Leaves(RunConfig config)
    {
        var leaves = new Dictionary<string, string>();
        Collect((JsonObject)ConfigWriter.Tree(config)!, "");
        return leaves;

        void Collect(JsonObject map, string path)
        {
            foreach (var (key, value) in map)
            {
                var full = KeyPath.Join(path, key);
                if (value is JsonObject { Count: > 0 } inner)
                {
                    Collect(inner, full);
                }
                else
                {
                    leaves[full] = value?.ToJsonString() ?? "null";
                }
            }
        }
    }
}
