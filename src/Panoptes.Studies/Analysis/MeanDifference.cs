namespace Panoptes.Studies.Analysis;

/// <summary>
/// The mean, over models, of a variant's difference from the reference; only over models that both completed. Means over different
/// models cannot be compared with each other, so those over the models that every variant completed stand apart.
/// </summary>
/// <param name="Variant">The variant's recipe.</param>
/// <param name="IsCommon">Whether it is over the models that all variants in question and the reference completed.</param>
/// <param name="Over">The comparisons that it is the mean of, at least one.</param>
/// <param name="LeftOut">Models that are left out, as the study planned them for this variant.</param>
public sealed record MeanDifference(
    string Variant, bool IsCommon, IReadOnlyList<Comparison> Over, IReadOnlyList<Subject> LeftOut)
{
    /// <summary>The mean difference, in points.</summary>
    public double Mean => Over.Average(comparison => comparison.Difference!.Value);

    /// <summary>The means of all variants that have any model in common with the reference.</summary>
    /// <param name="comparisons">Comparisons with the reference.</param>
    /// <param name="recipes">Names of recipes in the study's order.</param>
    public static IReadOnlyList<MeanDifference> All(IReadOnlyList<Comparison> comparisons, IReadOnlyList<string> recipes)
    {
        var variants = recipes.Select(recipe => (Name: recipe, Group: comparisons.Where(one => one.Variant.Recipe == recipe)))
            .Select(one => (
                one.Name,
                Measured: one.Group.Where(other => other.Difference is not null).ToArray(),
                Missing: one.Group.Where(other => other.Difference is null).Select(other => other.Variant.Subject).ToArray()))
            .Where(variant => variant.Measured.Length > 0).ToArray();
        if (variants.Length == 0)
        {
            return [];
        }

        var common = variants.Select(variant => variant.Measured.Select(one => one.Variant.Subject))
            .Aggregate((all, some) => all.Intersect(some)).ToHashSet();
        var areEqual = variants.All(variant => variant.Measured.Length == common.Count);
        return
        [
            .. variants.Select(variant => new MeanDifference(variant.Name, areEqual, variant.Measured, variant.Missing)),
            .. areEqual || common.Count == 0
                ? Enumerable.Empty<MeanDifference>()
                : variants.Select(variant => new MeanDifference(
                    variant.Name, true, [.. variant.Measured.Where(one => common.Contains(one.Variant.Subject))],
                    [
                        .. variant.Measured.Select(one => one.Variant.Subject).Where(subject => !common.Contains(subject)),
                        .. variant.Missing,
                    ])),
        ];
    }
}
