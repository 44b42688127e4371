using Panoptes.Models.Detection.Boxes;
using Panoptes.Tensors;

namespace Panoptes.Models.Detection.Views;

/// <summary>One way to look at an image: resized, and then perhaps mirrored.</summary>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="IsMirrored">Whether left and right are swapped.</param>
public readonly record struct ImageView(int Height, int Width, bool IsMirrored)
{
    /// <summary>Boxes of the view where they lie in the image.</summary>
    /// <param name="boxes">(R, 4), in pixels of the view.</param>
    /// <param name="height">The image's height in pixels.</param>
    /// <param name="width">The image's width in pixels.</param>
    /// <returns>(R, 4), in pixels of the image; not cut at its edges.</returns>
    public Tensor ToImage(Tensor boxes, int height, int width)
    {
        using var scope = TensorScope.Open();
        return scope.Return(Scaled(Mirrored(boxes), (double)height / Height, (double)width / Width));
    }

    /// <summary>Boxes of the image where they lie in the view.</summary>
    /// <param name="boxes">(R, 4), in pixels of the image.</param>
    /// <param name="height">The image's height in pixels.</param>
    /// <param name="width">The image's width in pixels.</param>
    /// <returns>(R, 4), in pixels of the view.</returns>
    public Tensor FromImage(Tensor boxes, int height, int width)
    {
        using var scope = TensorScope.Open();
        return scope.Return(Mirrored(Scaled(boxes, (double)Height / height, (double)Width / width)));
    }

    /// <summary>A map, or maps, of the view with left and right as in the image.</summary>
    /// <param name="maps">(..., w), of any size.</param>
    public Tensor Upright(Tensor maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        return IsMirrored ? maps.Flip([-1]) : maps;
    }

    private Tensor Mirrored(Tensor boxes)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        return !IsMirrored ? boxes : Ops.Stack(
            [
                BoxOperations.Edge(boxes, 2).Neg() + Width, BoxOperations.Edge(boxes, 1),
                BoxOperations.Edge(boxes, 0).Neg() + Width, BoxOperations.Edge(boxes, 3),
            ],
            -1);
    }

    // A new tensor even where nothing changes: it goes to another scope.
    private static Tensor Scaled(Tensor boxes, double down, double across) =>
        boxes * Tensor.From([(float)across, (float)down, (float)across, (float)down], 4).To(boxes.Device);
}
