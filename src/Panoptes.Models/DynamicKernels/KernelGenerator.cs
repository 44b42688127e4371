using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.DynamicKernels;

/// <summary>
/// Turns kernels of objects, or of stuff, into embeddings (Li et al. 2021, section 3.3, "kernel generator"). Name: <c>embed_extractor</c>.
/// </summary>
public sealed class KernelGenerator : Module
{
    private const double Deviation = 0.01;

    private readonly Conv2d extract;

    /// <summary>Makes one.</summary>
    /// <param name="width">Channels of a kernel.</param>
    /// <param name="embeddingWidth">Channels of an embedding.</param>
    public KernelGenerator(int width, int embeddingWidth)
    {
        extract = Child("embed_extractor", new Conv2d(width, embeddingWidth, kernel: 1));
        Initialize.Normal(extract.Weight, 0, Deviation);
        Initialize.Constant(extract.Bias!, 0);
    }

    /// <summary>The embeddings.</summary>
    /// <param name="kernels">(M, width).</param>
    /// <returns>(M, embedding width).</returns>
    public Tensor Forward(Tensor kernels)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        using var scope = TensorScope.Open();
        return scope.Return(kernels.Linear(extract.Weight.Flatten(1), extract.Bias));
    }
}
