using Panoptes.Experiments.Recipes;
using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis;

/// <summary>
/// In which settings two recipes differ on one model and data. A difference between their numbers can only be laid to what was declared
/// where nothing else differs; where a configuration is missing, nothing is known.
/// </summary>
/// <param name="Baseline">The one recipe.</param>
/// <param name="Variant">The other; the same where its own cells are held against each other.</param>
/// <param name="IsKnown">Whether both have a configuration.</param>
/// <param name="Differences">Settings that differ, in the order of the configuration; empty where nothing is known.</param>
public sealed record ConfigComparison(
    RecipeResult Baseline, RecipeResult Variant, bool IsKnown, IReadOnlyList<ConfigDifference> Differences)
{
    // The seed is an axis of every study.
    private const string Seed = "train.seed";

    /// <summary>Differences that are intended.</summary>
    public IEnumerable<ConfigDifference> Declared => Differences.Where(difference => difference.Kind == DifferenceKind.Declared
        && difference.Path != Seed);

    /// <summary>Differences that nobody declared.</summary>
    public IEnumerable<ConfigDifference> Undeclared => Differences.Where(difference => difference.Kind == DifferenceKind.Undeclared);

    /// <summary>Whether it is known that all differences were declared.</summary>
    public bool IsClean => IsKnown && !Undeclared.Any();

    /// <summary>Compares two recipes by cells with the same seed where there are any, else by their first ones.</summary>
    /// <param name="baseline">The one.</param>
    /// <param name="variant">The other.</param>
    /// <param name="declared">Settings whose difference is intended.</param>
    public static ConfigComparison Of(RecipeResult baseline, RecipeResult variant, IReadOnlyList<string> declared)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(variant);
        var (ours, theirs) = (baseline.Done, variant.Done);
        if (ours.Count == 0 || theirs.Count == 0 || ours.Concat(theirs).Any(cell => cell.Config is null))
        {
            return new ConfigComparison(baseline, variant, false, []);
        }

        var (a, b) = ours.SelectMany(one => theirs.Where(other => other.Key.Seed == one.Key.Seed), (one, other) => (one, other))
            .FirstOrDefault((ours[0], theirs[0]));
        return new ConfigComparison(baseline, variant, true, Between(a, b, declared));
    }

    /// <summary>
    /// Compares the completed cells of one recipe with its first: they differ in nothing but their seed, or the recipe was changed on the
    /// way. Null where there is nothing to say.
    /// </summary>
    /// <param name="result">The recipe.</param>
    public static ConfigComparison? Within(RecipeResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        ResultCell[] known = [.. result.Done.Where(cell => cell.Config is not null)];
        var differences = known.Skip(1).SelectMany(cell => Between(known[0], cell, []))
            .Where(difference => difference.Kind == DifferenceKind.Undeclared).DistinctBy(difference => (difference.Path, difference.B))
            .ToArray();
        return differences.Length == 0 ? null : new ConfigComparison(result, result, true, differences);
    }

    private static IReadOnlyList<ConfigDifference> Between(ResultCell a, ResultCell b, IReadOnlyList<string> declared) =>
        ConfigDiff.Between(a.Config!, b.Config!, null, [.. declared, Seed]).Differences;
}
