using Panoptes.Tensors;

namespace Panoptes.Models.Layers;

/// <summary>
/// Where a pixel is, as sines and cosines of its row and column counted from 1 and scaled to 2π (Carion et al. 2020, appendix A.4;
/// Mask2Former's position_encoding.py with normalize=True).
/// </summary>
public static class SinePositions
{
    private const double Temperature = 10000;
    private const double Epsilon = 1e-6;

    /// <summary>The codes of all pixels of a map, row by row.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">Channels of a code, a multiple of 4: the first half says the row, the second the column.</param>
    /// <param name="device">Where to.</param>
    /// <returns>(1, height * width, channels), float32.</returns>
    public static Tensor Tokens(long height, long width, long channels, Device device)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var rows = Codes(height, channels / 2, device).Unsqueeze(1).Expand([height, width, channels / 2]);
        var columns = Codes(width, channels / 2, device).Unsqueeze(0).Expand([height, width, channels / 2]);
        return scope.Return(Ops.Cat([rows, columns], -1).View([1, height * width, channels]));
    }

    // (length, channels): sine and cosine of the place at falling frequencies, in turn.
    private static Tensor Codes(long length, long channels, Device device)
    {
        var places = Ops.Arange(1, length + 1, 1, DType.Float32, device: device) / (length + Epsilon) * (2 * Math.PI);
        var exponents = Ops.Arange(0, channels / 2, 1, DType.Float32, device: device) * (2.0 / channels);
        var angles = places.Unsqueeze(1) / Ops.Pow(Temperature, exponents);
        return Ops.Stack([angles.Sin(), angles.Cos()], -1).Flatten(-2);
    }
}
