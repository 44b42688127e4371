using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>Learnt position embeddings of vision transformers at other grids (timm, layers/pos_embed.py).</summary>
internal static class PositionResampling
{
    /// <summary>Positions of another grid: bicubic, smoothed where it shrinks, in single precision.</summary>
    /// <param name="positions">(1, patches, C), row-major.</param>
    /// <param name="from">Rows and columns that it has.</param>
    /// <param name="to">Rows and columns wanted.</param>
    /// <returns>(1, rows * columns, C) float32.</returns>
    public static Tensor Resize(Tensor positions, (long Height, long Width) from, (long Height, long Width) to)
    {
        using var scope = TensorScope.Open();
        var map = positions.To(DType.Float32).Unflatten(1, [from.Height, from.Width]).Permute([0, 3, 1, 2]).Contiguous();
        var resized = map.UpsampleBicubic2dAa([to.Height, to.Width], false);
        return scope.Return(resized.Permute([0, 2, 3, 1]).Flatten(1, 2));
    }
}
