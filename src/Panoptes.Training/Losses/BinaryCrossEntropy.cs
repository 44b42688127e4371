using Panoptes.Tensors;

namespace Panoptes.Training.Losses;

/// <summary>Sigmoid cross-entropy of every class against the one-hot label; ignored pixels count as 0.</summary>
/// <remarks>mmsegmentation 0.24.1, <c>CrossEntropyLoss(use_sigmoid=True)</c>.</remarks>
public static class BinaryCrossEntropy
{
    /// <summary>The averaged loss: over N*C*H*W, or over C times the valid pixels.</summary>
    /// <param name="logits">(N,C,H,W), floating.</param>
    /// <param name="labels">(N,H,W) int64.</param>
    /// <param name="ignore">The label that counts nowhere.</param>
    /// <param name="average">What the sum is divided by.</param>
    /// <param name="classWeights">(C) factors on the planes, or null.</param>
    public static Tensor Mean(
        Tensor logits, Tensor labels, int ignore, PixelAverage average = PixelAverage.AllPixels, Tensor? classWeights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        var valid = labels.Ne(ignore).To(logits.DType).Unsqueeze(1);
        var loss = logits.BinaryCrossEntropyWithLogits(OneHot.Valid(labels, logits, ignore), null, null, Reductions.None) * valid;
        if (classWeights is not null)
        {
            loss = loss * classWeights.View([1, -1, 1, 1]);
        }

        return average == PixelAverage.AllPixels
            ? loss.Mean()
            : loss.Sum() / ((valid.Sum() * logits.Size(1)) + CrossEntropy.Epsilon);
    }
}
