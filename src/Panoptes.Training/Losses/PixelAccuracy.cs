using Panoptes.Tensors;

namespace Panoptes.Training.Losses;

/// <summary>Share of right pixels, for logs.</summary>
public static class PixelAccuracy
{
    /// <summary>Percent of the valid pixels whose largest logit is their label's; 0 where none is valid.</summary>
    /// <param name="logits">(N,C,H,W).</param>
    /// <param name="labels">(N,H,W) int64.</param>
    /// <param name="ignore">The label that counts nowhere; null counts all pixels.</param>
    public static Tensor Percent(Tensor logits, Tensor labels, int? ignore)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        using var noGrad = Autograd.NoGrad();
        var right = logits.Argmax(1).Eq(labels);
        if (ignore is not { } index)
        {
            return right.Sum().To(DType.Float32) * (100.0 / labels.Count);
        }

        var valid = labels.Ne(index);
        return right.LogicalAnd(valid).Sum().To(DType.Float32) * 100 / valid.Sum().To(DType.Float32).ClampMin(1);
    }
}
