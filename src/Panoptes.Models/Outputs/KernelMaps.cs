using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs;

/// <summary>
/// Positions of objects and stuff on the maps of a pyramid, and a kernel at each: what Panoptic FCN puts out (Li et al. 2021). A kernel
/// becomes an embedding, and its product with the pixels' features a mask.
/// </summary>
/// <param name="Levels">The maps, finest first.</param>
/// <param name="PixelFeatures">(N, C, h, w) at stride 4: the embedding of every pixel.</param>
/// <param name="PaddedSize">Height and width of the images after padding, which the features span.</param>
/// <param name="Classes">Which classes the centers and regions are of.</param>
/// <param name="Reading">How the maps are read.</param>
public sealed record KernelMaps(
    IReadOnlyList<KernelLevel> Levels,
    Tensor PixelFeatures,
    (int Height, int Width) PaddedSize,
    ThingTable Classes,
    KernelReadingConfig Reading) : KernelOutputs(PaddedSize, Classes, Reading)
{
    /// <summary>Turns kernels of objects (M, W) into embeddings (M, C), with gradients.</summary>
    public required Func<Tensor, Tensor> EmbedThings { get; init; }

    /// <summary>Turns kernels of stuff (M, W) into embeddings (M, C), with gradients.</summary>
    public required Func<Tensor, Tensor> EmbedStuff { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Logits => Levels.SelectMany(level => new[] { level.Centers, level.Regions });

    /// <inheritdoc/>
    public override MaskOutputs Return(TensorScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return this with
        {
            Levels = [.. Levels.Select(level =>
                new KernelLevel(scope.Return(level.Centers), scope.Return(level.Regions), scope.Return(level.Kernels)))],
            PixelFeatures = scope.Return(PixelFeatures),
        };
    }

    /// <inheritdoc/>
    public override Device Device => PixelFeatures.Device;

    /// <inheritdoc/>
    public override (int Height, int Width) MaskSize => ((int)PixelFeatures.Size(2), (int)PixelFeatures.Size(3));

    /// <inheritdoc/>
    public override FoundKernels Find(int image) => FoundKernels.Of(this, image);

    /// <inheritdoc/>
    public override Func<Tensor, Tensor> Drawer(int image)
    {
        var features = PixelFeatures.Select(0, image).To(DType.Float32).Contiguous();
        return vectors => vectors.Matmul(features.Flatten(1)).View([vectors.Size(0), features.Size(1), features.Size(2)]).Sigmoid();
    }
}
