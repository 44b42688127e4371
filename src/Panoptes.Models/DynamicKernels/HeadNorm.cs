using Panoptes.Tensors.Modules;

namespace Panoptes.Models.DynamicKernels;

/// <summary>The normalization of Panoptic FCN's heads.</summary>
internal static class HeadNorm
{
    private const int Groups = 32;

    /// <summary>One for a map.</summary>
    public static GroupNorm Of(long channels) => new(Groups, channels);
}
