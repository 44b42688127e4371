using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Parity.Kernels;

/// <summary>Panoptic FCN's two generators of embeddings alone, under their published names.</summary>
internal sealed class EmbeddingGenerators : Module
{
    private readonly Conv2d things;
    private readonly Conv2d stuff;

    /// <summary>Makes them.</summary>
    /// <param name="kernelWidth">Channels of a kernel.</param>
    /// <param name="width">Channels of an embedding.</param>
    public EmbeddingGenerators(int kernelWidth, int width)
    {
        things = new Conv2d(kernelWidth, width, kernel: 1);
        stuff = new Conv2d(kernelWidth, width, kernel: 1);
        Child("thing_generator", new Sequential(("embed_extractor", things)));
        Child("stuff_generator", new Sequential(("embed_extractor", stuff)));
    }

    /// <summary>Embeddings (M, C) of kernels of things (M, W).</summary>
    public Tensor Things(Tensor kernels) => Embed(things, kernels);

    /// <summary>Embeddings (M, C) of kernels of stuff (M, W).</summary>
    public Tensor Stuff(Tensor kernels) => Embed(stuff, kernels);

    private static Tensor Embed(Conv2d extractor, Tensor kernels) =>
        extractor.Forward(kernels.Unsqueeze(2).Unsqueeze(3)).Flatten(1);
}
