using Panoptes.Tensors;

namespace Panoptes.Training.Losses;

/// <summary>
/// Sigmoid focal loss of targets between 0 and 1 (Lin et al. 2017, "Focal loss for dense object detection"; fvcore, sigmoid_focal_loss).
/// </summary>
public static class SoftFocalLoss
{
    /// <summary>The loss of every element.</summary>
    /// <param name="logits">Logits of any shape.</param>
    /// <param name="target">Targets of that shape, 0 to 1.</param>
    /// <param name="alpha">Weight of what is 1; 1 - alpha is that of what is 0. Null: both weigh 1.</param>
    /// <param name="gamma">Exponent of the discount, at least 0.</param>
    public static Tensor Each(Tensor logits, Tensor target, double? alpha = 0.25, double gamma = 2)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(target);
        using var scope = TensorScope.Open();
        var probability = logits.Sigmoid();
        var wrong = (probability * (1 - target)) + ((1 - probability) * target);
        var entropy = logits.BinaryCrossEntropyWithLogits(target, null, null, Reductions.None);
        var weight = alpha is { } positive ? ((target * ((2 * positive) - 1)) + (1 - positive)) * wrong.Pow(gamma) : wrong.Pow(gamma);
        return scope.Return(weight * entropy);
    }
}
