namespace Panoptes.Tensors.Optimizers;

/// <summary>What every optimizer does around the arithmetic of its step.</summary>
internal static class GroupSteps
{
    /// <summary>Steps the parameters of every group that have a gradient.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="isOnDevice">Whether <paramref name="device"/> steps, which looks at <paramref name="skip"/> itself.</param>
    /// <param name="skip">As of <see cref="IOptimizer.Step"/>.</param>
    /// <param name="device">Steps a group by libtorch's kernels.</param>
    /// <param name="host">Steps a group otherwise.</param>
    public static void Run(
        IReadOnlyList<ParameterGroup> groups,
        bool isOnDevice,
        Tensor? skip,
        Action<ParameterGroup, StepBatch, Tensor?> device,
        Action<ParameterGroup, StepBatch> host)
    {
        if (!isOnDevice && DeviceStep.IsSkipped(skip))
        {
            return;
        }

        using var noGrad = Autograd.NoGrad();
        foreach (var group in groups)
        {
            using var scope = TensorScope.Open();
            var batch = StepBatch.Of(group);
            if (batch.Parameters.Length == 0)
            {
                continue;
            }

            if (isOnDevice)
            {
                device(group, batch, skip);
            }
            else
            {
                host(group, batch);
            }
        }
    }

    /// <summary>Forgets the gradients of all parameters.</summary>
    public static void ZeroGrad(IReadOnlyList<ParameterGroup> groups)
    {
        foreach (var group in groups)
        {
            Autograd.ClearGrads([.. group.Parameters.Select(p => p.Tensor)]);
        }
    }
}
