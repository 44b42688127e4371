using Panoptes.Tensors;

namespace Panoptes.Training.Losses;

/// <summary>
/// One minus the overlap of a mask and its truth, with squares below (Milletari et al. 2016, "V-Net"; panopticfcn/loss.py).
/// </summary>
public static class SquaredDiceLoss
{
    private const double Smallest = 1e-8;

    /// <summary>The loss of every mask.</summary>
    /// <param name="logits">(M, P).</param>
    /// <param name="target">(M, P), 0 to 1.</param>
    /// <returns>(M).</returns>
    public static Tensor Each(Tensor logits, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(target);
        using var scope = TensorScope.Open();
        var probability = logits.Sigmoid();
        var overlap = (probability * target).Sum([1]) * 2;
        var areas = probability.Square().Sum([1]) + target.Square().Sum([1]);
        return scope.Return(1 - (overlap / areas.ClampMin(Smallest)));
    }
}
