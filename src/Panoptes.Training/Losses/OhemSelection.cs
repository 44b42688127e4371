using Panoptes.Tensors;

namespace Panoptes.Training.Losses;

/// <summary>Online hard example mining: which pixels are hard enough to learn from.</summary>
/// <remarks>mmsegmentation 0.24.1, mmseg/core/seg/sampler/ohem_pixel_sampler.py. <c>min_kept</c> is per image, over the whole
/// batch.</remarks>
public static class OhemSelection
{
    /// <summary>1 where a pixel is kept, 0 elsewhere; ignored pixels are never kept.</summary>
    /// <param name="logits">(N,C,H,W), floating; no gradient flows through the choice.</param>
    /// <param name="labels">(N,H,W) int64.</param>
    /// <param name="ignore">The label that counts nowhere.</param>
    /// <param name="config">Threshold and least count.</param>
    /// <param name="classWeights">(C) factors of the loss that ranks pixels where there is no threshold, or null.</param>
    /// <returns>(N,H,W) of the logits' type.</returns>
    public static Tensor Weights(Tensor logits, Tensor labels, int ignore, OhemConfig config, Tensor? classWeights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(config);
        using var noGrad = Autograd.NoGrad();
        var valid = labels.Ne(ignore);
        var kept = config.MinKept * labels.Size(0);
        return config.Threshold is { } threshold
            ? BelowProbability(logits, labels, valid, kept, threshold)
            : LargestLosses(CrossEntropy.PerPixel(logits, labels, ignore, classWeights), valid, kept);
    }

    private static Tensor BelowProbability(Tensor logits, Tensor labels, Tensor valid, long kept, double threshold)
    {
        var known = labels * valid.To(DType.Int64);
        var probability = logits.Softmax(1).Gather(1, known.Unsqueeze(1)).Squeeze(1);
        var ranked = probability.MaskedFill(valid.LogicalNot(), 2); // above every probability: the ignored rank last
        return ranked.Lt(AtRank(ranked.Flatten(), (valid.Sum() - 1).Clamp(0, kept)).ClampMin(threshold)).To(logits.DType);
    }

    // Among the valid pixels, so that the rank is known on the device only; a GPU is not asked for it but sorts, as the reference does.
    private static Tensor AtRank(Tensor values, Tensor rank)
    {
        if (values.Device.IsCpu)
        {
            var (least, _) = values.Kthvalue(rank.ItemInt64() + 1);
            return least;
        }

        var (sorted, _) = values.Sort();
        return sorted.IndexSelect(0, rank.View([1])).Squeeze();
    }

    private static Tensor LargestLosses(Tensor losses, Tensor valid, long kept)
    {
        var ranked = losses.MaskedFill(valid.LogicalNot(), -1).Flatten(); // below every loss: the ignored rank last
        var (_, largest) = ranked.Topk(Math.Min(kept, ranked.Count));
        var chosen = Tensor.Zeros(ranked.Shape, losses.DType, losses.Device).ScatterInPlace(0, largest, 1).View(losses.Shape);
        return chosen * valid.To(losses.DType);
    }
}
