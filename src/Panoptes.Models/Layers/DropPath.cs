using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>
/// Stochastic depth (Huang et al. 2016) per sample: in training a residual branch is skipped for a random share of the samples
/// and scaled up for the others, so that its expectation stays; in evaluation it is the identity. Draws come from the
/// device's default generator (<see cref="Randomness"/>), whose state a checkpoint keeps.
/// </summary>
/// <param name="probability">Share of samples for which the branch is skipped, 0 to below 1.</param>
internal sealed class DropPath(double probability) : Layer
{
    /// <summary>Share of samples for which the branch is skipped.</summary>
    public double Probability { get; } = probability is >= 0 and < 1
        ? probability
        : throw new ArgumentOutOfRangeException(nameof(probability), probability, "a share of 0 to below 1");

    /// <summary>
    /// The share of each of a network's blocks: 0 for the first, growing linearly to <paramref name="last"/> (mmseg's and timm's rule).
    /// </summary>
    public static double[] Linear(double last, int blocks) =>
        [.. Enumerable.Range(0, blocks).Select(k => blocks == 1 ? 0 : last * k / (blocks - 1))];

    /// <summary>Skips or scales a branch.</summary>
    /// <param name="x">(N, ...), whatever follows.</param>
    /// <returns>The input itself where nothing is dropped.</returns>
    public override Tensor Forward(Tensor x)
    {
        if (!IsTraining || Probability == 0)
        {
            return x;
        }

        using var mask = Mask(x);
        return x * mask;
    }

    /// <summary>x + branch, the branch skipped or scaled.</summary>
    /// <param name="x">What the branch started from; it stays the caller's.</param>
    /// <param name="branch">What was computed from it, and nothing else needs: it is overwritten or freed.</param>
    public Tensor Add(Tensor x, Tensor branch)
    {
        var kept = Forward(branch);
        if (kept.DType == x.DType)
        {
            // Neither a product nor a mask keeps its result for the backward pass, so the sum may take its place.
            var sum = kept.AddInPlace(x);
            FreeUnlessSame(branch, sum);
            return sum;
        }

        // Autocast computes branches in a lower precision; the residual stream keeps its own.
        using (kept)
        {
            FreeUnlessSame(branch, kept);
            return x + kept;
        }
    }

    private static void FreeUnlessSame(Tensor tensor, Tensor kept)
    {
        if (!ReferenceEquals(tensor, kept))
        {
            tensor.Dispose();
        }
    }

    private Tensor Mask(Tensor x)
    {
        var shape = new long[x.Rank];
        Array.Fill(shape, 1);
        shape[0] = x.Size(0);
        using var noGrad = Autograd.NoGrad();
        return Tensor.Empty(shape, x.DType, x.Device).BernoulliInPlace(1 - Probability).MulInPlace(1 / (1 - Probability));
    }
}
