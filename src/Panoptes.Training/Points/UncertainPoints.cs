using Panoptes.Tensors;

namespace Panoptes.Training.Points;

/// <summary>Points at which masks are unsure, where the loss has most to say (PointRend, section 3.2; Mask2Former, section 3.3).</summary>
public static class UncertainPoints
{
    /// <summary>
    /// The points at which each mask is compared with its truth: of the candidates those with logits nearest to 0, then fresh ones. No
    /// gradient
    /// flows through the choice.
    /// </summary>
    /// <param name="masks">(M,1,h,w) logits.</param>
    /// <param name="draws">Where random points come from.</param>
    /// <param name="layer">The prediction layer, for the draws.</param>
    /// <param name="count">How many points P for each mask.</param>
    /// <param name="oversampling">How many candidates there are for each point, at least 1.</param>
    /// <param name="importance">The share of points that are chosen for their uncertainty, 0 to 1.</param>
    /// <returns>(M,P,2): the chosen points, then the fresh ones.</returns>
    public static Tensor Choose(Tensor masks, IPointDraws draws, int layer, int count, double oversampling, double importance)
    {
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(draws);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var sets = masks.Size(0);
        var chosen = (int)(importance * count);
        var candidates = draws.Draw(PointPurpose.Candidates, layer, 0, sets, (int)(count * oversampling), masks.Device);
        var logits = PointSampling.Sample(masks.Detach(), candidates).Squeeze(1);
        var (_, nearest) = logits.Abs().Topk(chosen, 1, largest: false, sorted: false);
        var uncertain = candidates.Gather(1, nearest.Unsqueeze(2).Expand([sets, chosen, 2]));
        return scope.Return(chosen == count
            ? uncertain
            : Ops.Cat([uncertain, draws.Draw(PointPurpose.Fresh, layer, 0, sets, count - chosen, masks.Device)], 1));
    }
}
