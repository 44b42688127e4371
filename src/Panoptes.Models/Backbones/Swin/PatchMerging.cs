using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones;

/// <summary>
/// Halves a token map: four neighbours' channels are concatenated in the order (0,0), (1,0), (0,1), (1,1) of (row, column),
/// normalised and reduced to twice the channels (Liu et al. 2021, section 3.1). mmsegmentation orders them otherwise.
/// </summary>
internal sealed class PatchMerging : Layer
{
    private readonly Linear reduction;
    private readonly LayerNorm norm;

    /// <summary>Makes one.</summary>
    public PatchMerging(long width)
    {
        reduction = Child("reduction", TransformerLinear.Of(4 * width, 2 * width, bias: false));
        norm = Child("norm", new LayerNorm(4 * width));
    }

    /// <summary>Halves a map, after a row or column of zeros where a side is odd.</summary>
    /// <param name="x">(N,H,W,C).</param>
    /// <returns>(N, ceil(H / 2), ceil(W / 2), 2C).</returns>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        var (down, right) = (x.Size(1) % 2, x.Size(2) % 2);
        var even = down + right > 0 ? x.ConstantPadNd([0, 0, 0, right, 0, down]) : x;
        Tensor Every(long row, long column) => even.Slice(1, row, null, 2).Slice(2, column, null, 2);
        var together = Ops.Cat([Every(0, 0), Every(1, 0), Every(0, 1), Every(1, 1)], -1);
        return scope.Return(reduction.Forward(norm.Forward(together)));
    }
}
