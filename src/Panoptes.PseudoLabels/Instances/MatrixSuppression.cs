using Panoptes.Imaging.Masks;

namespace Panoptes.PseudoLabels.Instances;

/// <summary>Lowers the scores of masks that better ones cover already: matrix NMS, Gaussian (Wang et al., SOLOv2, 2020).</summary>
public static class MatrixSuppression
{
    /// <summary>The lowered scores, in the masks' order.</summary>
    /// <param name="masks">The masks, of one size.</param>
    /// <param name="scores">Their scores, at least 0.</param>
    /// <param name="sigma">At least 0; 0 lowers nothing.</param>
    public static double[] Scores(IReadOnlyList<RunLengthMask> masks, IReadOnlyList<double> scores, double sigma)
    {
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(scores);

        // Best first; of equals the larger one, then the first.
        var order = Enumerable.Range(0, masks.Count).OrderByDescending(i => scores[i]).ThenByDescending(i => masks[i].Area).ToArray();
        var lowered = scores.ToArray();
        var covered = new double[masks.Count];
        for (var place = 0; place < order.Length; place++)
        {
            var decay = 1.0;
            for (var better = 0; better < place; better++)
            {
                var overlap = MaskOverlap.IoU(masks[order[place]], masks[order[better]]);
                covered[place] = Math.Max(covered[place], overlap);
                decay = Math.Min(decay, Math.Exp(-sigma * ((overlap * overlap) - (covered[better] * covered[better]))));
            }

            lowered[order[place]] *= decay;
        }

        return lowered;
    }
}
