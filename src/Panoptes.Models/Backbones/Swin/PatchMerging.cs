using Panoptes.Models.Layers;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones;

/// <summary>
/// Halves a token map: four neighbours' channels are concatenated in the order (0,0), (1,0), (0,1), (1,1) of (row, column),
/// normalised and reduced to twice the channels (Liu et al. 2021, section 3.1). mmsegmentation orders them otherwise.
/// </summary>
internal sealed class PatchMerging : Layer, IWeightGuard
{
    // How many times as alike a channel's weights for its four neighbours must be in the other order than in this one. Weights
    // without structure are equally unlike in both.
    private const double Convincing = 2;

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

    /// <summary>
    /// Objects to weights whose columns stand channel by channel, as mmsegmentation keeps them, instead of neighbour by neighbour,
    /// and to those that were converted without need: they fit in name and shape and compute something else. A channel's
    /// weights for its four neighbours are more alike than those of four channels, as all four see the same features; that
    /// tells the order, where the weights have been trained.
    /// </summary>
    WeightObjection? IWeightGuard.Objection(WeightFile file, IReadOnlyDictionary<string, WeightSource> given)
    {
        using var scope = TensorScope.Open();
        var (own, byChannel, converted) = (0.0, 0.0, 0.0);
        foreach (var name in new[] { "norm.weight", "norm.bias", "reduction.weight" })
        {
            if (given.TryGetValue(name, out var source) && source.Shape[^1] == norm.Weight.Count)
            {
                var values = source.Read(file).To(DType.Float64);
                var perColumn = values.Rank == 2 ? values.Square().Sum([0]).Sqrt() : values;
                var total = perColumn.Var([0], 1).Item();
                own += Share(perColumn.View([4, -1]).Var([0], 1), total);
                byChannel += Share(perColumn.View([-1, 4]).Var([1], 1), total);
                converted += Share(SwinKeyMaps.ByChannel(perColumn).View([4, -1]).Var([0], 1), total);
            }
        }

        return own > Convincing * Math.Min(byChannel, converted)
            ? new WeightObjection(
                byChannel < converted
                    ? "patch merging weights whose columns are ordered channel by channel, as mmsegmentation orders them, under the original's names"
                    : "patch merging weights whose columns are ordered neighbour by neighbour, as the original orders them, under mmsegmentation's names",
                "names and column order of the same release",
                "use the file as mmsegmentation or the original release published it: a copy whose names alone were changed computes something else")
            : null;
    }

    private static double Share(Tensor within, double total) => total > 0 ? within.Mean().Item() / total : 0;
}
