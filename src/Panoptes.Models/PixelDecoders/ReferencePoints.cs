using Panoptes.Tensors;

namespace Panoptes.Models.PixelDecoders;

/// <summary>Where queries of deformable attention begin to look.</summary>
public static class ReferencePoints
{
    /// <summary>Every pixel's own center, x and y from 0 to 1, as its reference point on all levels.</summary>
    /// <param name="sizes">Height and width of each level.</param>
    /// <param name="device">Where to.</param>
    /// <returns>(1, positions of all levels, levels, 2), float32.</returns>
    public static Tensor OfPixels(IReadOnlyList<(long Height, long Width)> sizes, Device device)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        Tensor Centers(long length) => (Ops.Arange(0, length, 1, DType.Float32, device: device) + 0.5) / length;
        var all = sizes.Select(size => Ops.Stack(
        [
            Centers(size.Width).Unsqueeze(0).Expand([size.Height, size.Width]),
            Centers(size.Height).Unsqueeze(1).Expand([size.Height, size.Width]),
        ], -1).View([1, size.Height * size.Width, 1, 2]));
        return scope.Return(Ops.Cat([.. all], 1).Expand([1, -1, sizes.Count, 2]));
    }
}
