using Panoptes.Tensors;

namespace Panoptes.Models.Layers;

/// <summary>Padding of images to a network's stride.</summary>
public static class StridePadding
{
    /// <summary>
    /// Images with zeros at the bottom and on the right, as detectron2 pads them, so that sides are multiples of a stride.
    /// </summary>
    /// <param name="images">(N,3,H,W).</param>
    /// <param name="stride">The stride.</param>
    /// <returns>The images themselves where their sides fit.</returns>
    public static Tensor Pad(Tensor images, int stride)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        long Missing(int dimension) => (stride - (images.Size(dimension) % stride)) % stride;
        var (down, right) = (Missing(2), Missing(3));
        return down + right == 0 ? images : images.ConstantPadNd([0, right, 0, down]);
    }
}
