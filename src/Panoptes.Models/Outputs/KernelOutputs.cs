using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs;

/// <summary>
/// Objects and stuff with what draws their masks: what a network that makes kernels says of one view of images, or of several.
/// </summary>
/// <param name="PaddedSize">Height and width that the masks span, of images after padding.</param>
/// <param name="Classes">Which classes the objects and stuff are of.</param>
/// <param name="Reading">How they are read.</param>
public abstract record KernelOutputs((int Height, int Width) PaddedSize, ThingTable Classes, KernelReadingConfig Reading) : MaskOutputs
{
    /// <summary>Where the tensors lie.</summary>
    public abstract Device Device { get; }

    /// <summary>Height and width of the masks that are drawn.</summary>
    public abstract (int Height, int Width) MaskSize { get; }

    /// <summary>What was found in one image, each once.</summary>
    /// <param name="image">Which image of the batch.</param>
    /// <returns>Vectors (M, ...) that draw masks.</returns>
    public abstract FoundKernels Find(int image);

    /// <summary>What draws the masks of one image.</summary>
    /// <param name="image">Which image of the batch.</param>
    /// <returns>
    /// Takes vectors that were found in it, (M, ...), and gives how likely each cell is inside, (M, h, w) float32, 0 to 1; lives as long as
    /// the scope in which it was asked for.
    /// </returns>
    public abstract Func<Tensor, Tensor> Drawer(int image);

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
