using Panoptes.Tensors;

namespace Panoptes.Training.Losses;

/// <summary>How far boxes, or their codes, are from what they should be.</summary>
public static class BoxLoss
{
    // Below this a quadratic part is not worth its division (fvcore).
    private const double LeastBeta = 1e-5;
    private const double Epsilon = 1e-7;

    /// <summary>
    /// Absolute differences, made smooth around 0: d² / (2 beta) below beta, |d| - beta / 2 above (Girshick 2015, equation 3;
    /// fvcore, smooth_l1_loss).
    /// </summary>
    /// <param name="values">Any shape.</param>
    /// <param name="targets">The same.</param>
    /// <param name="beta">Where the quadratic part ends, at least 0; below 1e-5 there is none.</param>
    /// <returns>One loss for each element.</returns>
    public static Tensor SmoothL1(Tensor values, Tensor targets, double beta)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfNegative(beta);
        return beta < LeastBeta ? values.L1Loss(targets, Reductions.None) : values.SmoothL1Loss(targets, Reductions.None, beta);
    }

    /// <summary>
    /// One minus the generalized IoU: IoU less the share of the smallest box around both that neither covers (Rezatofighi et al. 2019;
    /// fvcore, giou_loss).
    /// </summary>
    /// <param name="boxes">(R, 4): left, top, right, bottom; sides of at least 0.</param>
    /// <param name="targets">(R, 4), the same.</param>
    /// <returns>(R), from 0 to 2.</returns>
    public static Tensor GeneralizedIoU(Tensor boxes, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentNullException.ThrowIfNull(targets);
        using var scope = TensorScope.Open();
        var (a, b) = (boxes.Unbind(-1), targets.Unbind(-1));
        var both = (a[2].Minimum(b[2]) - a[0].Maximum(b[0])).ClampMin(0) * (a[3].Minimum(b[3]) - a[1].Maximum(b[1])).ClampMin(0);
        var either = ((a[2] - a[0]) * (a[3] - a[1])) + ((b[2] - b[0]) * (b[3] - b[1])) - both;
        var around = (a[2].Maximum(b[2]) - a[0].Minimum(b[0])) * (a[3].Maximum(b[3]) - a[1].Minimum(b[1]));
        return scope.Return(1 - (both / (either + Epsilon)) + ((around - either) / (around + Epsilon)));
    }
}
