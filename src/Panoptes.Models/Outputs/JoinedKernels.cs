using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs;

/// <summary>What kernels found in several views of one image, joined: masks that are drawn already.</summary>
/// <param name="Found">What was found; its vectors are the masks' probabilities, (M, h * w).</param>
/// <param name="Grid">h and w of those masks.</param>
/// <param name="PaddedSize">Height and width that they span, in pixels of the prediction.</param>
/// <param name="Classes">Which classes things and stuff are of.</param>
/// <param name="Reading">How they are read.</param>
public sealed record JoinedKernels(
    FoundKernels Found, (int Height, int Width) Grid, (int Height, int Width) PaddedSize, ThingTable Classes, KernelReadingConfig Reading)
    : KernelOutputs(PaddedSize, Classes, Reading)
{
    /// <inheritdoc/>
    public override Device Device => Found.Things.Vectors.Device;

    /// <inheritdoc/>
    public override (int Height, int Width) MaskSize => Grid;

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Logits => [Found.Things.Vectors, Found.Stuff.Vectors];

    /// <inheritdoc/>
    public override MaskOutputs Return(TensorScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.Return(Found.Things.Vectors, Found.Stuff.Vectors);
        return this;
    }

    /// <inheritdoc/>
    public override FoundKernels Find(int image) => Found;

    /// <inheritdoc/>
    public override Func<Tensor, Tensor> Drawer(int image) => vectors => vectors.View([vectors.Size(0), Grid.Height, Grid.Width]);
}
