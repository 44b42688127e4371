namespace Panoptes.Tensors.Optimizers;

/// <summary>
/// Scales the loss up so that float16 gradients do not vanish, and finds the scale by trial: halved where a gradient overflows,
/// doubled after many good steps (Micikevicius et al. 2018). bfloat16 needs none of it. Scale and count lie on the device, so that a
/// step need not wait for what the host knows.
/// </summary>
public sealed class LossScaler : IDisposable
{
    private readonly int _growthInterval;
    private readonly Tensor _scale;
    private readonly Tensor _goodSteps;

    /// <summary>Makes a scaler.</summary>
    /// <param name="device">Where losses and gradients are.</param>
    /// <param name="scale">The first scale.</param>
    /// <param name="growthInterval">Good steps after which the scale is doubled.</param>
    public LossScaler(Device device, double scale = 65536, int growthInterval = 2000)
    {
        _growthInterval = growthInterval;
        using var scope = TensorScope.Open();
        _scale = Tensor.Full([], scale, DType.Float32, device).Keep();
        _goodSteps = Tensor.Zeros([], DType.Float32, device).Keep();
    }

    /// <summary>The factor of the loss now: one float32 on the device. It changes in place.</summary>
    public Tensor Scale => _scale;

    /// <summary>Good steps since the scale last changed: one float32 on the device. It changes in place.</summary>
    public Tensor GoodSteps => _goodSteps;

    /// <summary>The loss to call backward on.</summary>
    public Tensor Apply(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss * _scale;
    }

    /// <summary>Adapts the scale to a step.</summary>
    /// <param name="isFinite">Whether all gradients were finite: one truth value on the device.</param>
    public void Adapt(Tensor isFinite)
    {
        ArgumentNullException.ThrowIfNull(isFinite);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var count = _goodSteps + 1;
        var grows = count.Eq(_growthInterval);
        _scale.CopyInPlace(isFinite.Where(grows.Where(_scale * 2, _scale), (_scale / 2).ClampMin(1)));
        _goodSteps.CopyInPlace(isFinite.LogicalAnd(grows.LogicalNot()).Where(count, _goodSteps.ZerosLike()));
    }

    /// <summary>Goes back to what a checkpoint remembers.</summary>
    public void Load(double scale, int goodSteps)
    {
        using var noGrad = Autograd.NoGrad();
        _scale.FillInPlace(scale);
        _goodSteps.FillInPlace(goodSteps);
    }

    /// <summary>Frees scale and count.</summary>
    public void Dispose()
    {
        _scale.Dispose();
        _goodSteps.Dispose();
    }
}
