using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Weights;
using Panoptes.Tensors;

namespace Panoptes.Models.Loading;

/// <summary>Looks among a family's models for the one that a file of weights is of: what to do where another was chosen.</summary>
internal static class FittingModel
{
    private const int MostTried = 10;

    /// <summary>The name of a model whose backbone the file fills, or null where none of those tried is.</summary>
    /// <param name="file">The weights.</param>
    /// <param name="config">What was chosen instead.</param>
    public static string? Find(WeightFile file, ModelConfig config)
    {
        var family = config.Family;
        return family.Alternatives(config.Name)
            .OrderBy(name => Distance(name, config.Name)).Take(MostTried)
            .FirstOrDefault(name => Fits(file, config with { Name = name, Options = family.Defaults(name) }));
    }

    private static bool Fits(WeightFile file, ModelConfig config)
    {
        using var scope = TensorScope.Open();
        try
        {
            using var model = ModelCatalog.Create(config);
            var target = model.StateDict().ToDictionary(t => t.Name, t => t.Tensor, StringComparer.Ordinal);
            var match = NameMatch.Best(file, target, config.KeyMaps);
            var filled = match.Names.Where(n => NameMatch.Fits(n.Source, n.Name, target)).Select(n => n.Name)
                .ToHashSet(StringComparer.Ordinal);
            var prefix = BackbonePart.Prefix(model);
            var backbone = target.Keys.Where(
                name => name.StartsWith(prefix, StringComparison.Ordinal) && !NameMatch.IsConstant(name)).ToArray();
            return EssentialTensors.Gap(model, target, filled, withHeads: false) is null
                && backbone.Count(filled.Contains) >= config.MinimumCoverage * backbone.Length
                && DeeperNetwork.Mismatch([.. match.Names.Select(n => n.Name)], target) is null;
        }
        catch (InputException)
        {
            // A setting of the chosen model that this one does not take.
            return false;
        }
    }

    // How many characters differ behind what both begin with, and which is longer.
    private static int Distance(string name, string other)
    {
        var common = name.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return Math.Max(name.Length, other.Length) - common;
    }
}
