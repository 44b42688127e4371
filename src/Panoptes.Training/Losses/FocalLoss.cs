using Panoptes.Tensors;

namespace Panoptes.Training.Losses;

/// <summary>Sigmoid focal loss: cross-entropy of every class plane, discounted where it is already right.</summary>
/// <remarks>Lin et al., "Focal loss for dense object detection", 2017; averaged as mmsegmentation 0.24.1 does, ignored pixels counting as
/// 0.</remarks>
public static class FocalLoss
{
    /// <summary>Mean over pixels and classes.</summary>
    /// <param name="logits">(N,C,H,W), floating.</param>
    /// <param name="labels">(N,H,W) int64.</param>
    /// <param name="ignore">The label that counts as 0.</param>
    /// <param name="gamma">Exponent of the discount, at least 0.</param>
    /// <param name="alpha">(1) or (C): weight of the positive label; 1 - alpha is the negatives'.</param>
    /// <param name="classWeights">(C) factors on the planes, or null.</param>
    public static Tensor Mean(Tensor logits, Tensor labels, int ignore, double gamma, Tensor alpha, Tensor? classWeights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(alpha);
        var target = OneHot.Valid(labels, logits, ignore);
        var valid = labels.Ne(ignore).To(logits.DType).Unsqueeze(1);
        var probability = logits.Sigmoid();
        var positive = alpha.View([1, -1, 1, 1]);
        var wrong = ((1 - probability) * target) + (probability * (1 - target));
        var weight = ((positive * target) + ((1 - positive) * (1 - target))) * wrong.Pow(gamma);
        var loss = logits.BinaryCrossEntropyWithLogits(target, null, null, Reductions.None) * weight * valid;
        return (classWeights is null ? loss : loss * classWeights.View([1, -1, 1, 1])).Mean();
    }
}
