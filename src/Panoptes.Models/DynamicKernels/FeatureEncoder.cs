using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.DynamicKernels;

/// <summary>
/// The embedding of every pixel (Li et al. 2021, figure 2, "feature encoder"): plain convolutions without normalization. Name:
/// <c>encode_head</c>.
/// </summary>
public sealed class FeatureEncoder : Module
{
    private readonly Tower tower;

    /// <summary>Makes one.</summary>
    /// <param name="width">Channels of the map.</param>
    /// <param name="embeddingWidth">Channels of an embedding.</param>
    public FeatureEncoder(int width, int embeddingWidth) => tower = Child("encode_head", new Tower(
        "encode_head", width + CoordinateChannels.Count, embeddingWidth, (inputs, outputs) => Convolution.Biased(inputs, outputs, 3)));

    /// <summary>The embeddings.</summary>
    /// <param name="map">(N, width, h, w).</param>
    /// <returns>(N, embedding width, h, w); never negative.</returns>
    public Tensor Forward(Tensor map)
    {
        using var scope = TensorScope.Open();
        return scope.Return(tower.Forward(CoordinateChannels.Append(map)));
    }
}
