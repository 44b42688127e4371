using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>Normalizations by their kind (detectron2/layers/batch_norm.py, get_norm).</summary>
internal static class NormLayer
{
    private const int Groups = 32;

    /// <summary>One for a map.</summary>
    public static Layer Of(NormKind kind, long channels) => kind switch
    {
        NormKind.FrozenBatch => new FrozenBatchNorm2d(channels),
        NormKind.Group => new GroupNorm(Groups, channels),
        _ => new BatchNorm2d(channels),
    };
}
