using Panoptes.Tensors;
using Panoptes.Tensors.Optimizers;

namespace Panoptes.Training.Engine;

/// <summary>
/// Decides on the device whether an update may be done, without the host's waiting for the answer. A loss or gradient that is not finite
/// stops this update and all that follow, so that the weights are still those of before when the host comes to know of it. In fp16 an
/// overflow of the scaled gradient leaves one update out.
/// </summary>
internal sealed class UpdateGuard : IDisposable
{
    /// <summary>
    /// How many numbers of a verdict follow the losses: gradient norm, fatal or not, done or not, loss scale, steps at it.
    /// </summary>
    public const int Facts = 5;

    private readonly Device device;
    private readonly double? clipNorm;
    private readonly LossScaler? scaler;
    private readonly double? clipValue;
    private readonly Tensor stopped;

    /// <param name="device">Where the model is.</param>
    /// <param name="clipNorm">The largest norm of the gradient, or null.</param>
    /// <param name="scaler">fp16's scale, or null.</param>
    /// <param name="clipValue">The largest magnitude of an element of the gradient, or null.</param>
    public UpdateGuard(Device device, double? clipNorm, LossScaler? scaler, double? clipValue = null)
    {
        (this.device, this.clipNorm, this.scaler, this.clipValue) = (device, clipNorm, scaler, clipValue);
        using var scope = TensorScope.Open();
        stopped = Tensor.Zeros([], DType.Float32, device).Keep();
    }

    /// <summary>1 once a step was not finite, else 0: a float32 scalar on the device, the guard's own.</summary>
    public Tensor Stopped => stopped;

    /// <summary>Checks a step and makes its gradients ready for the update: unscaled and clipped.</summary>
    /// <param name="losses">Every loss and measure: float64 on the device.</param>
    /// <param name="gradients">The gradients of all parameters that have one; changed in place.</param>
    /// <param name="minimized">Those of the losses that are minimized, which alone must be finite; all where null.</param>
    /// <returns>What <see cref="IOptimizer.Step"/> takes as its skip, and all that the host will want to know: losses, then
    /// <see cref="Facts"/>.</returns>
    public (Tensor Skip, Tensor Numbers) CheckAndClip(Tensor losses, Tensor[] gradients, Tensor? minimized = null)
    {
        using var noGrad = Autograd.NoGrad();
        var scaledNorm = gradients.Length == 0 ? Tensor.Zeros([], DType.Float32, device) : GradientClipping.CommonNorm(gradients);
        var norm = scaler is null ? scaledNorm : scaledNorm / scaler.Scale;
        var gradientIsFinite = norm.Isfinite();
        var isFatal = (minimized ?? losses).Isfinite().All().LogicalNot();
        if (scaler is null)
        {
            isFatal = isFatal.LogicalOr(gradientIsFinite.LogicalNot());
        }
        else
        {
            // A scale of 1 leaves nothing to halve: the gradient overflows by itself.
            isFatal = isFatal.LogicalOr(gradientIsFinite.LogicalNot().LogicalAnd(scaler.Scale.Le(1)));
        }

        stopped.CopyInPlace(stopped.Maximum(isFatal.To(DType.Float32)));
        var skip = scaler is null ? stopped.Clone() : stopped.Maximum(gradientIsFinite.LogicalNot().To(DType.Float32));
        MakeReady(gradients, norm.To(DType.Float64));
        Tensor[] facts = [norm, isFatal, skip, .. ScaleAfter(gradientIsFinite, norm)];
        return (skip, Ops.Cat([losses, Ops.Stack([.. facts.Select(fact => fact.To(DType.Float64))])], 0));
    }

    /// <inheritdoc/>
    public void Dispose() => stopped.Dispose();

    private Tensor[] ScaleAfter(Tensor gradientIsFinite, Tensor like)
    {
        if (scaler is null)
        {
            return [like.OnesLike(), like.ZerosLike()];
        }

        scaler.Adapt(gradientIsFinite);
        return [scaler.Scale, scaler.GoodSteps];
    }

    private void MakeReady(Tensor[] gradients, Tensor norm)
    {
        Scale(gradients, norm);
        if (clipValue is { } most)
        {
            foreach (var gradient in gradients)
            {
                gradient.ClampInPlace(-most, most);
            }
        }
    }

    private void Scale(Tensor[] gradients, Tensor norm)
    {
        if (gradients.Length == 0 || (clipNorm is null && scaler is null))
        {
            return;
        }

        var factor = clipNorm is { } most ? (most / (norm + 1e-6)).ClampMax(1) : norm.OnesLike();
        if (scaler is not null)
        {
            factor = factor / scaler.Scale;
        }

        if (device.IsCpu && factor.Item() == 1)
        {
            return;
        }

        if (Libtorch.IsAtLeast(2, 1))
        {
            Ops.ForeachMulInPlace(gradients, factor.To(DType.Float32));
            return;
        }

        foreach (var gradient in gradients)
        {
            gradient.MulInPlace(factor);
        }
    }
}
