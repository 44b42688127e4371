using Panoptes.Models.Outputs;

namespace Panoptes.Models.DynamicKernels;

/// <summary>Settings of Panoptic FCN's heads (Li et al. 2021); the defaults are the published ones with the wide features of the paper's
/// successors.</summary>
public sealed record PanopticFcnConfig
{
    /// <summary>Which classes there are, and which of them are objects.</summary>
    public required ThingTable Classes { get; init; }

    /// <summary>Channels of the pyramid and of every head: a multiple of 32.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Channels of a pixel's embedding: 64 in the first paper, 256 in de Geus and Dubbelman 2023.</summary>
    public int EmbeddingWidth { get; init; } = 256;

    /// <summary>Maps of the pyramid, from stride 8 on, that positions and kernels are found on: 1 to 5. Published are 5.</summary>
    public int KernelMaps { get; init; } = 5;

    /// <summary>Whether images are turned round to blue, green, red before they enter, as detectron2's weights want them.</summary>
    public bool BlueFirst { get; init; }
}
