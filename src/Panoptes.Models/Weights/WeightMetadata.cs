using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Weights;

/// <summary>What a weight file should say beside its tensors, because they cannot tell it: kept in safetensors' metadata.</summary>
public static class WeightMetadata
{
    /// <summary>The facts of a module and of all below it, such as the rank of a matrix factorization (<c>nmf_rank</c>).</summary>
    public static IReadOnlyDictionary<string, string> Of(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.NamedModules().Select(entry => entry.Module).OfType<IWeightGuard>().SelectMany(guard => guard.Facts)
            .ToDictionary(StringComparer.Ordinal);
    }
}
