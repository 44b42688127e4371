using Panoptes.Models.Layers;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Swin;

/// <summary>
/// Halves a token map: four neighbors' channels are concatenated in the order (0,0), (1,0), (0,1), (1,1) of (row, column),
/// normalized and reduced to twice the channels (Liu et al. 2021, section 3.1). mmsegmentation orders them otherwise.
/// </summary>
internal sealed class PatchMerging : Layer, IWeightGuard
{
    // Correlations of a channel's weights for its four neighbors: what is surely no order of theirs, and what surely is one.
    private const double Unlike = 0.2;
    private const double Alike = 0.6;

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
    /// Objects to weights whose columns stand in another order than their names say. The order follows from the release that a file's
    /// names are of (<c>SwinKeyMaps</c>), not from values; this is a second look, for copies whose names alone were changed:
    /// they fit in name and shape and compute something else.
    /// </summary>
    /// <remarks>
    /// All four neighbors are read from the same map, so after training the weights of a channel resemble each other from neighbor to
    /// neighbor, while channels stand in no order. The look therefore correlates the neighbors' weights over the channels, after taking
    /// each neighbor's mean off, which would pass for likeness in the other order; and it speaks only where both hold: the named order
    /// finds next to nothing and the other finds much. Weights that are random, hardly trained or without such resemblance correlate in
    /// neither order, and weights whose channels were sorted in both: all of those pass. So good files are not refused for want of
    /// structure, and a wrong copy without structure is not found: names remain what decides.
    /// </remarks>
    WeightMismatch? IWeightGuard.Mismatch(WeightFile file, IReadOnlyDictionary<string, WeightSource> given)
    {
        using var scope = TensorScope.Open();
        var (own, byChannel, converted, count) = (0.0, 0.0, 0.0, 0);
        foreach (var name in new[] { "norm.weight", "norm.bias", "reduction.weight" })
        {
            if (given.TryGetValue(name, out var source) && source.Shape[^1] == norm.Weight.Count)
            {
                var values = source.Read(file).To(DType.Float64);
                var perColumn = values.Rank == 2 ? values.Square().Sum([0]).Sqrt() : values;
                var neighbors = perColumn.View([4, -1]);
                var leveled = (neighbors - neighbors.Mean([1], true)).Flatten();
                own += Correlation(leveled.View([4, -1]));
                byChannel += Correlation(leveled.View([-1, 4]).T());
                converted += Correlation(ByChannel(leveled).View([4, -1]));
                count++;
            }
        }

        return own < Unlike * count && Math.Max(byChannel, converted) > Alike * count
            ? new WeightMismatch(
                byChannel > converted
                    ? "patch merging weights whose columns are ordered channel by channel, as mmsegmentation orders them, under the names "
                        + "of a release that does not"
                    : "patch merging weights whose columns are ordered neighbor by neighbor, as the original orders them, under "
                        + "mmsegmentation's names",
                "names and column order of the same release",
                "use the file as its release published it: a copy whose names alone were changed computes something else")
            : null;
    }

    // Mean of the correlations between four series, (4, channels); 0 where one does not vary.
    private static double Correlation(Tensor series)
    {
        var centered = series - series.Mean([1], true);
        var lengths = centered.Square().Sum([1], true).Sqrt();
        if (lengths.Min().Item() is not > 0)
        {
            return 0;
        }

        var unit = centered / lengths;
        return (unit.Matmul(unit.T()).Sum().Item() - 4) / 12;
    }

    // Columns in mmsegmentation's order, from the original's: (neighbor, channel) to (channel, neighbor); one number a column.
    private static Tensor ByChannel(Tensor columns)
    {
        var parts = columns.Chunk(4, 0);
        return Ops.Stack([parts[0], parts[2], parts[1], parts[3]], 1).Flatten();
    }
}
