using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>
/// Labels of the pixels of which a network is sure, judged class by class: a class that is nowhere likely is as easily sure of its best
/// pixels as one that is likely everywhere (CUPS, make_pseudo_labels).
/// </summary>
public static class SurePixelsOfClass
{
    /// <summary>The likeliest class of every pixel, of those that are sure there.</summary>
    /// <param name="probabilities">(K, H, W) floating, 0 to 1.</param>
    /// <param name="share">A class is sure where it has more than this share of its own largest probability in the image, 0 to 1.</param>
    /// <param name="otherwise">The label of pixels where no class is.</param>
    /// <returns>(H, W) int64; belongs to the innermost open scope.</returns>
    public static Tensor Of(Tensor probabilities, double share, long otherwise)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var isSure = probabilities.Gt(probabilities.Amax([1, 2], true) * share);
        var (score, best) = (probabilities * isSure.To(probabilities.DType)).Max(0);
        return scope.Return(Ops.Where(score.Gt(0), best, best.FullLike(otherwise)));
    }
}
