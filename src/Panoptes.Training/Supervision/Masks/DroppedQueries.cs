using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Matching;
using Panoptes.Training.Points;

namespace Panoptes.Training.Supervision.Masks;

/// <summary>
/// Which queries are told their class where labels may lack objects: a query that answers for no labeled mask, says it sees something, and
/// overlaps none of them may see what the labels lack, and is not told that it is nothing (the drop loss of Wang et al. 2023, "Cut and
/// learn", section 3.3, for sets of masks).
/// </summary>
public static class DroppedQueries
{
    private const double SmallestArea = 1e-6;

    /// <summary>The weight of every query.</summary>
    /// <param name="prediction">A layer's prediction.</param>
    /// <param name="truths">The labeled masks of each image.</param>
    /// <param name="matches">Which queries answer for them.</param>
    /// <param name="least">A query is told whose largest IoU with a labeled mask is above this, 0 to 1.</param>
    /// <returns>(N, Q) float32: 0 for those that are dropped, else 1; without gradients.</returns>
    public static Tensor Weights(
        MaskPrediction prediction, IReadOnlyList<MaskTruth> truths, IReadOnlyList<ImageMatch> matches, double least)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(truths);
        ArgumentNullException.ThrowIfNull(matches);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var none = prediction.ClassLogits.Size(2) - 1;
        var isNothing = prediction.ClassLogits.Max(2).Item2.Eq(none);
        var queries = (int)prediction.ClassLogits.Size(1);
        var weights = Enumerable.Range(0, truths.Count).Select(n =>
        {
            var matched = new float[queries];
            foreach (var query in matches[n].Queries)
            {
                matched[query] = 1;
            }

            var meets = Overlaps(prediction.MaskLogits.Select(0, n), truths[n]).Gt(least);
            return Tensor.From(matched, queries).To(meets.Device).Gt(0).LogicalOr(meets).LogicalOr(isNothing.Select(0, n));
        });
        return scope.Return(Ops.Stack([.. weights]).To(DType.Float32));
    }

    // The largest IoU of every query's mask with a labeled one, at the centers of the masks' pixels.
    private static Tensor Overlaps(Tensor logits, MaskTruth truth)
    {
        using var scope = TensorScope.Open();
        var (queries, height, width) = (logits.Size(0), logits.Size(1), logits.Size(2));
        if (truth.Masks.Count == 0)
        {
            return scope.Return(Tensor.Zeros([queries], DType.Float32, logits.Device));
        }

        var labeled = truth.At(PointSampling.Centers(height, width).To(logits.Device)).Ge(0.5).To(DType.Float32);
        var said = logits.Gt(0).To(DType.Float32).Flatten(1);
        var both = said.Matmul(labeled.T());
        var either = said.Sum([1], keepdim: true) + labeled.Sum([1]) - both;
        return scope.Return((both / either.ClampMin(SmallestArea)).Max(1).Item1);
    }
}
