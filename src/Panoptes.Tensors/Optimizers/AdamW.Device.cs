namespace Panoptes.Tensors.Optimizers;

/// <content>The step on a GPU, in one call of libtorch's a group; the counts of steps lie there too, as some may be skipped
/// unseen.</content>
public sealed partial class AdamW
{
    /// <summary>Whether libtorch's kernels step the parameters. Tests set it on the CPU.</summary>
    internal bool StepsOnDevice { get; init; }

    private static Tensor Counter(Tensor steps, Device device)
    {
        using (steps)
        {
            return steps.To(device, DType.Float32);
        }
    }

    private void OnDevice(ParameterGroup group, StepBatch batch, Tensor? skip)
    {
        foreach (var (name, parameter) in batch.Names.Zip(batch.Parameters).Where(entry => _state.Find(entry.First) is null))
        {
            _state.Set(name, parameter.ZerosLike(), parameter.ZerosLike(), Tensor.Zeros([], DType.Float32, parameter.Device));
        }

        Tensor[][] slots = [.. batch.Names.Select(name => _state.Find(name)!)];
        Tensor[] steps = [.. slots.Select(slot => slot[2])];
        if (skip is null)
        {
            Ops.ForeachAddInPlace(steps, 1);
        }
        else
        {
            var done = 1 - skip;
            Ops.ForeachAddInPlace(steps, [.. steps.Select(_ => done)]);
        }

        Ops.FusedAdamwInPlace(
            batch.Parameters, DeviceStep.Gradients(batch), [.. slots.Select(slot => slot[0])], [.. slots.Select(slot => slot[1])], [],
            steps,
            group.LearningRate, _beta1, _beta2, group.WeightDecay, _epsilon, amsgrad: false, maximize: false, gradScale: null,
            foundInf: skip);
    }
}
