using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs.Readings;
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
    KernelReadingConfig Reading) : MaskOutputs
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
    public override Plane<ushort> Labels(int image, ReadingSize size) => KernelReading.Labels(this, image, size);

    /// <inheritdoc/>
    public override Tensor Scores(int image, ReadingSize size) => KernelReading.Scores(this, image, size);

    /// <inheritdoc/>
    public override PanopticPrediction Panoptic(int image, ReadingSize size, Func<int, bool> isThing, PanopticOptions options) =>
        KernelReading.Panoptic(this, image, size, isThing, options);

    /// <inheritdoc/>
    public override InstancePrediction Instances(int image, ReadingSize size, Func<int, bool> isThing, int most) =>
        KernelReading.Instances(this, image, size, isThing, most);
}
