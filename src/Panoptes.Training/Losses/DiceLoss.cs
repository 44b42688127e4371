using Panoptes.Tensors;

namespace Panoptes.Training.Losses;

/// <summary>Softmax dice loss: one minus the overlap of every class, averaged over images and classes.</summary>
/// <remarks>
/// mmsegmentation 0.24.1, mmseg/models/losses/dice_loss.py, kept as published: the denominator is not masked, and an ignored pixel's
/// label counts there as the last class.
/// </remarks>
public static class DiceLoss
{
    /// <summary>Mean over images, then classes.</summary>
    /// <param name="logits">(N,C,H,W), floating.</param>
    /// <param name="labels">(N,H,W) int64.</param>
    /// <param name="ignore">The label whose pixels count in no overlap.</param>
    /// <param name="smooth">Term added above and below, above 0.</param>
    /// <param name="exponent">Exponent in the denominator, above 0.</param>
    /// <param name="classWeights">(C) factors on the classes, or null.</param>
    public static Tensor Mean(Tensor logits, Tensor labels, int ignore, double smooth = 1, double exponent = 2, Tensor? classWeights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        var probability = logits.Softmax(1);
        var target = OneHot.Of(labels.Clamp(0, logits.Size(1) - 1), logits);
        var valid = labels.Ne(ignore).To(logits.DType).Unsqueeze(1);
        var overlap = (probability * target * valid).Sum([2, 3]);
        var areas = (probability.Pow(exponent) + target).Sum([2, 3]); // a 0/1 target is its own power
        var loss = 1 - (((2 * overlap) + smooth) / (areas + smooth));
        return (classWeights is null ? loss : loss * classWeights).Mean();
    }
}
