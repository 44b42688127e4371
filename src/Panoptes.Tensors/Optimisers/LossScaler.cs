namespace Panoptes.Tensors.Optimisers;

/// <summary>
/// Scales the loss up so that float16 gradients do not vanish, and finds the scale by trial: halved where a gradient overflows,
/// doubled after many good steps (Micikevicius et al. 2018). bfloat16 needs none of it.
/// </summary>
/// <param name="scale">The first scale.</param>
/// <param name="growthInterval">Good steps after which the scale is doubled.</param>
public sealed class LossScaler(double scale = 65536, int growthInterval = 2000)
{
    /// <summary>The factor of the loss now.</summary>
    public double Scale { get; private set; } = scale;

    /// <summary>Good steps since the scale last changed.</summary>
    public int GoodSteps { get; private set; }

    /// <summary>The loss to call backward on.</summary>
    public Tensor Apply(Tensor loss) => loss * Scale;

    /// <summary>Divides the gradients by the scale and adapts it.</summary>
    /// <param name="parameters">The parameters whose gradients a scaled loss gave.</param>
    /// <returns>Whether all gradients are finite; where not, the step must be left out.</returns>
    public bool Unscale(IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        Tensor[] gradients = [.. Autograd.Grads([.. parameters]).OfType<Tensor>()];
        if (gradients.Length == 0)
        {
            return true;
        }

        Ops.ForeachMulInPlace(gradients, 1 / Scale);
        var isFinite = double.IsFinite(Ops.Stack(Ops.ForeachNorm(gradients)).Sum(DType.Float64).Item());
        Adapt(isFinite);
        return isFinite;
    }

    /// <summary>Goes back to what a checkpoint remembers.</summary>
    public void Load(double scale, int goodSteps) => (Scale, GoodSteps) = (scale, goodSteps);

    private void Adapt(bool isFinite)
    {
        GoodSteps = isFinite ? GoodSteps + 1 : 0;
        if (!isFinite)
        {
            Scale = Math.Max(Scale / 2, 1);
        }
        else if (GoodSteps == growthInterval)
        {
            Scale *= 2;
            GoodSteps = 0;
        }
    }
}
