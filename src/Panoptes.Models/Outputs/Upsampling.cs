using Panoptes.Tensors;

namespace Panoptes.Models.Outputs;

/// <summary>Bilinear resizing of logits.</summary>
public static class Upsampling
{
    /// <summary>Logits at another size.</summary>
    /// <param name="logits">(N,C,h,w).</param>
    /// <param name="height">Height of the result in pixels.</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="alignCorners">Whether the corner pixels' centers stay where they are, rather than the corners of the image.</param>
    /// <returns>(N,C,height,width); the same tensor where it has that size already.</returns>
    public static Tensor ToSize(Tensor logits, long height, long width, bool alignCorners = false)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return logits.Size(2) == height && logits.Size(3) == width
            ? logits
            : logits.UpsampleBilinear2d([height, width], alignCorners);
    }
}
