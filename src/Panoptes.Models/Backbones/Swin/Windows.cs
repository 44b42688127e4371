using Panoptes.Tensors;

namespace Panoptes.Models.Backbones.Swin;

/// <summary>Cuts token maps into square windows and puts them together again.</summary>
internal static class Windows
{
    // What keeps tokens apart that the shift brought into one window: as published, not minus infinity.
    private const double Apart = -100;

    /// <summary>A map as a list of windows.</summary>
    /// <param name="x">(N,H,W,C), sides multiples of <paramref name="size"/>.</param>
    /// <param name="size">Side of a window.</param>
    /// <returns>(N * windows, size * size, C): the windows of an image follow each other row by row.</returns>
    public static Tensor Cut(Tensor x, long size)
    {
        var (n, height, width, channels) = (x.Size(0), x.Size(1), x.Size(2), x.Size(3));
        using var scope = TensorScope.Open();
        return scope.Return(x.Reshape([n, height / size, size, width / size, size, channels])
            .Permute([0, 1, 3, 2, 4, 5])
            .Reshape([-1, size * size, channels]));
    }

    /// <summary>The reverse of <see cref="Cut"/>.</summary>
    /// <returns>(N,H,W,C).</returns>
    public static Tensor Join(Tensor windows, long size, long height, long width)
    {
        var channels = windows.Size(2);
        using var scope = TensorScope.Open();
        return scope.Return(windows.Reshape([-1, height / size, width / size, size, size, channels])
            .Permute([0, 1, 3, 2, 4, 5])
            .Reshape([-1, height, width, channels]));
    }

    /// <summary>
    /// What is added to attention after a cyclic shift up and to the left, so that tokens of opposite borders do not see each
    /// other: 0 within one of the nine regions of the shifted map, -100 between two.
    /// </summary>
    /// <param name="height">Height of the padded map.</param>
    /// <param name="width">Width of the padded map.</param>
    /// <param name="size">Side of a window.</param>
    /// <param name="shift">The shift.</param>
    /// <param name="device">Where the result is.</param>
    /// <returns>(windows, size * size, size * size), float32.</returns>
    public static Tensor ShiftMask(long height, long width, long size, long shift, Device device)
    {
        using var scope = TensorScope.Open();
        var regions = (Bands(height, size, shift, device) * 3).View([1, height, 1, 1])
            + Bands(width, size, shift, device).View([1, 1, width, 1]);
        var tokens = Cut(regions.Contiguous(), size).Squeeze(-1);
        var differ = tokens.Unsqueeze(1).Ne(tokens.Unsqueeze(2));
        return scope.Return(differ.To(DType.Float32).Mul(Apart));
    }

    // 0 before the last window, 1 in it before the shifted part, 2 after.
    private static Tensor Bands(long length, long size, long shift, Device device)
    {
        var positions = Ops.Arange(length, dtype: DType.Int64, device: device);
        return positions.Ge(length - size).To(DType.Int64) + positions.Ge(length - shift).To(DType.Int64);
    }
}
