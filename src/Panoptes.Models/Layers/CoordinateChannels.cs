using Panoptes.Tensors;

namespace Panoptes.Models.Layers;

/// <summary>
/// Two more channels that say where a pixel is (Liu et al. 2018, "An intriguing failing of convolutional neural networks"): its row from -1
/// to 1, then its column, in the order of Panoptic FCN's code (panopticfcn/head.py).
/// </summary>
public static class CoordinateChannels
{
    /// <summary>How many there are.</summary>
    public const int Count = 2;

    /// <summary>A map with its coordinates behind its channels.</summary>
    /// <param name="x">(N, C, h, w).</param>
    /// <returns>(N, C + 2, h, w).</returns>
    public static Tensor Append(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = TensorScope.Open();
        long[] shape = [x.Size(0), 1, x.Size(2), x.Size(3)];
        var rows = Line(x, 2).View([1, 1, -1, 1]).Expand(shape);
        var columns = Line(x, 3).View([1, 1, 1, -1]).Expand(shape);
        return scope.Return(Ops.Cat([x, rows, columns], 1));
    }

    private static Tensor Line(Tensor x, int dimension) => Ops.Linspace(-1, 1, x.Size(dimension)).To(x.Device, x.DType);
}
