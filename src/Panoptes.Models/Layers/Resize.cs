using Panoptes.Tensors;

namespace Panoptes.Models.Layers;

/// <summary>Bilinear resizing of feature maps.</summary>
internal static class Resize
{
    /// <summary>A map at another map's size.</summary>
    /// <param name="x">(N,C,h,w).</param>
    /// <param name="like">(N,_,H,W).</param>
    /// <param name="alignCorners">Whether the corner pixels' centers coincide.</param>
    /// <returns>(N,C,H,W): x itself where it has that size, a view where it is a single pixel, which bilinear resizing only
    /// repeats.</returns>
    public static Tensor Like(Tensor x, Tensor like, bool alignCorners)
    {
        var (height, width) = (like.Size(2), like.Size(3));
        if (x.Size(2) == height && x.Size(3) == width)
        {
            return x;
        }

        return x.Size(2) == 1 && x.Size(3) == 1
            ? x.Expand([x.Size(0), x.Size(1), height, width])
            : x.UpsampleBilinear2d([height, width], alignCorners);
    }
}
