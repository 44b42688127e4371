using Panoptes.Tensors;

namespace Panoptes.Models.Detection;

/// <summary>What a region proposal network says of one map. The tensors belong to the scope in which it ran.</summary>
/// <param name="Objectness">(N, A, h, w): logits of an object, for each of the A anchors at a position.</param>
/// <param name="Deltas">(N, 4 A, h, w): codes of the boxes, four for each anchor.</param>
/// <param name="Anchors">(h w A, 4): what the codes are of, in the order of <see cref="FlatObjectness"/>.</param>
public sealed record ProposalLevel(Tensor Objectness, Tensor Deltas, Tensor Anchors)
{
    /// <summary>The logits by anchor: (N, h w A), positions row by row and the anchors of each together.</summary>
    public Tensor FlatObjectness()
    {
        using var scope = TensorScope.Open();
        return scope.Return(Objectness.To(DType.Float32).Permute([0, 2, 3, 1]).Flatten(1));
    }

    /// <summary>The codes by anchor: (N, h w A, 4), in the order of <see cref="FlatObjectness"/>.</summary>
    public Tensor FlatDeltas()
    {
        using var scope = TensorScope.Open();
        var (n, height, width) = (Deltas.Size(0), Deltas.Size(2), Deltas.Size(3));
        return scope.Return(Deltas.To(DType.Float32).View([n, -1, 4, height, width]).Permute([0, 3, 4, 1, 2]).Reshape([n, -1, 4]));
    }
}
