using Panoptes.Foundation;

namespace Panoptes.Models.Catalog;

/// <summary>The settings of <see cref="ModelConfig"/> that only some models take: set for another they are refused, not ignored.</summary>
internal static class ModelOptions
{
    private static readonly (string Property, string Key, Func<ModelConfig, object?> Value)[] Known =
    [
        (nameof(ModelConfig.OutputStride), "output_stride", config => config.OutputStride),
        (nameof(ModelConfig.HeadChannels), "head_channels", config => config.HeadChannels),
        (nameof(ModelConfig.Dilations), "dilations", config => config.Dilations),
        (nameof(ModelConfig.LowLevelChannels), "low_level_channels", config => config.LowLevelChannels),
        (nameof(ModelConfig.Auxiliary), "auxiliary", config => config.Auxiliary),
        (nameof(ModelConfig.WidthMultiplier), "width_multiplier", config => config.WidthMultiplier == 1 ? null : config.WidthMultiplier),
        (nameof(ModelConfig.DropPath), "drop_path", config => config.DropPath),
        (nameof(ModelConfig.SegformerVariant), "segformer_variant", config => config.SegformerVariant),
        (nameof(ModelConfig.HrnetVariant), "hrnet_variant", config => config.HrnetVariant),
        (nameof(ModelConfig.NmfRank), "nmf_rank", config => config.NmfRank),
        (nameof(ModelConfig.NmfSeed), "nmf_seed", config => config.NmfSeed),
    ];

    /// <summary>Their property names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(option => option.Property)];

    /// <summary>Refuses what is set but not taken.</summary>
    /// <exception cref="InputException">Names the first such key, and the keys that the model takes.</exception>
    public static void Check(ModelConfig config, IReadOnlyList<string> taken)
    {
        foreach (var (property, key, value) in Known)
        {
            if (value(config) is object set && !taken.Contains(property))
            {
                var keys = string.Join(", ", Known.Where(option => taken.Contains(option.Property)).Select(option => option.Key));
                throw new InputException(
                    $"model.{key}",
                    set is IEnumerable<int> list ? $"[{string.Join(", ", list)}]" : $"{set}",
                    $"nothing for {config.Name}, which takes {(keys.Length > 0 ? keys : "no such settings")}",
                    $"remove model.{key} (or set it to null)");
            }
        }
    }
}
