using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings;

/// <summary>Brings masks at a network's stride to the size of a prediction.</summary>
internal static class MaskSizes
{
    // Elements at the larger of the sizes passed through: 64 MiB of float32.
    private const long Chunk = 1 << 24;

    /// <summary>How many masks may be resized at once.</summary>
    public static int AtOnce((int Height, int Width) padded, ReadingSize size) =>
        (int)Math.Max(1, Chunk / Math.Max((long)padded.Height * padded.Width, (long)size.Height * size.Width));

    /// <summary>Masks up to the padded input, without the padding, at the size asked for.</summary>
    /// <param name="masks">(q, h, w).</param>
    /// <param name="padded">Height and width of the padded input.</param>
    /// <param name="size">The sizes.</param>
    /// <returns>(q, Height, Width).</returns>
    public static Tensor Fit(Tensor masks, (int Height, int Width) padded, ReadingSize size)
    {
        var whole = ToSize(masks.Unsqueeze(0), padded.Height, padded.Width);
        var own = whole.Narrow(2, 0, size.ImageHeight).Narrow(3, 0, size.ImageWidth);
        return ToSize(own, size.Height, size.Width).Squeeze(0);
    }

    private static Tensor ToSize(Tensor masks, int height, int width) => masks.Size(2) == height && masks.Size(3) == width
        ? masks
        : masks.Contiguous().UpsampleBilinear2d([height, width], false);
}
