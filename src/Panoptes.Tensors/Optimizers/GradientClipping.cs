namespace Panoptes.Tensors.Optimizers;

/// <summary>Keeps gradients within bounds.</summary>
public static class GradientClipping
{
    /// <summary>Scales all gradients down together so that their common Euclidean norm is at most <paramref name="maximum"/>.</summary>
    /// <param name="parameters">The parameters; those without a gradient count for nothing.</param>
    /// <param name="maximum">The largest norm; positive infinity measures only.</param>
    /// <returns>The norm before; not finite where a gradient is not, and then nothing is scaled.</returns>
    public static double ByNorm(IEnumerable<Tensor> parameters, double maximum)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        Tensor[] gradients = [.. Autograd.Grads([.. parameters]).OfType<Tensor>()];
        if (gradients.Length == 0)
        {
            return 0;
        }

        var norm = CommonNorm(gradients).Item();
        var factor = maximum / (norm + 1e-6);
        if (double.IsFinite(norm) && factor < 1)
        {
            Ops.ForeachMulInPlace(gradients, factor);
        }

        return norm;
    }

    /// <summary>The common Euclidean norm of tensors, on their device: nobody waits for it.</summary>
    /// <param name="tensors">One or more, all on one device.</param>
    public static Tensor CommonNorm(ReadOnlySpan<Tensor> tensors) => Ops.Stack(Ops.ForeachNorm(tensors)).LinalgVectorNorm();

    /// <summary>The common Euclidean norm of all gradients.</summary>
    public static double Norm(IEnumerable<Tensor> parameters) => ByNorm(parameters, double.PositiveInfinity);
}
