using Panoptes.Tensors;

namespace Panoptes.Training.Losses;

/// <summary>Softmax cross-entropy per pixel.</summary>
/// <remarks>
/// mmsegmentation 0.24.1, mmseg/models/losses/cross_entropy_loss.py. Class weights multiply and are not renormalized,
/// but in <see cref="PixelAverage.ValidWeights"/>. A batch without a valid pixel has loss 0 and gradient 0, not NaN.
/// </remarks>
public static class CrossEntropy
{
    /// <summary>Added to the count of valid pixels: the reference adds float32's epsilon.</summary>
    internal const double Epsilon = 1.1920928955078125e-07;

    /// <summary>The averaged loss.</summary>
    /// <param name="logits">(N,C,H,W), floating.</param>
    /// <param name="labels">(N,H,W) int64: 0..C-1 or <paramref name="ignore"/>.</param>
    /// <param name="ignore">The label that counts nowhere.</param>
    /// <param name="average">What the sum is divided by.</param>
    /// <param name="classWeights">(C) factors of the logits' type, or null.</param>
    /// <param name="pixelWeights">(N,H,W) factors of the logits' type, or null.</param>
    /// <returns>A tensor without dimensions.</returns>
    public static Tensor Mean(
        Tensor logits, Tensor labels, int ignore, PixelAverage average = PixelAverage.AllPixels, Tensor? classWeights = null,
        Tensor? pixelWeights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        var sum = pixelWeights is null
            ? logits.CrossEntropyLoss(labels, classWeights, Reductions.Sum, ignore)
            : (PerPixel(logits, labels, ignore, classWeights) * pixelWeights).Sum();
        return average == PixelAverage.AllPixels
            ? sum / labels.Count
            : sum / (Divisor(labels, ignore, average == PixelAverage.ValidWeights ? classWeights : null).To(sum.DType) + Epsilon);
    }

    /// <summary>The loss of every pixel, (N,H,W); 0 where ignored.</summary>
    public static Tensor PerPixel(Tensor logits, Tensor labels, int ignore, Tensor? classWeights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return logits.CrossEntropyLoss(labels, classWeights, Reductions.None, ignore);
    }

    internal static Tensor Divisor(Tensor labels, int ignore, Tensor? classWeights)
    {
        using var noGrad = Autograd.NoGrad();
        var valid = labels.Ne(ignore);
        return classWeights is null
            ? valid.Sum()
            : (classWeights.IndexSelect(0, (labels * valid.To(DType.Int64)).Flatten()) * valid.Flatten().To(classWeights.DType)).Sum();
    }
}
