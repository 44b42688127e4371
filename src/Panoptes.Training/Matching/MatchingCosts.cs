using Panoptes.Tensors;

namespace Panoptes.Training.Matching;

/// <summary>
/// What it costs to answer for a true mask with a query (Mask2Former, section 3.2; <c>mask2former/modeling/matcher.py</c>).
/// </summary>
public static class MatchingCosts
{
    /// <summary>
    /// Class, mask and dice cost of every query and every true mask of one image, at shared points, weighted and added up.
    /// </summary>
    /// <param name="classLogits">(Q, K + 1) float32.</param>
    /// <param name="masks">(Q, P) float32: mask logits at the points.</param>
    /// <param name="truth">(S, P) float32: the true masks at the points, 0 to 1.</param>
    /// <param name="classes">(S) int64: the class of each true mask.</param>
    /// <param name="weights">How the three are weighed.</param>
    /// <returns>(Q, S).</returns>
    public static Tensor Of(Tensor classLogits, Tensor masks, Tensor truth, Tensor classes, MaskWeights weights)
    {
        ArgumentNullException.ThrowIfNull(classLogits);
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(weights);
        var turned = truth.T();
        var probability = classLogits.Softmax(-1).IndexSelect(1, classes);

        // -log of the probability inside, minus that outside, is minus the logit: one product with the truth serves both.
        var mask = (masks.Softplus().Sum([1], true) - masks.Matmul(turned)) / masks.Size(1);
        var inside = masks.Sigmoid();
        var dice = 1 - (((inside.Matmul(turned) * 2) + 1) / (inside.Sum([1], true) + truth.Sum([1]) + 1));
        return (mask * weights.Mask) + (dice * weights.Dice) - (probability * weights.Class);
    }
}
