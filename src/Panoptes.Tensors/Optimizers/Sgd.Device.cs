namespace Panoptes.Tensors.Optimizers;

/// <content>The step on a GPU, in one call of libtorch's a group.</content>
public sealed partial class Sgd
{
    /// <summary>Whether libtorch's kernels step the parameters. Tests set it on the CPU.</summary>
    internal bool StepsOnDevice { get; init; }

    private void OnDevice(ParameterGroup group, StepBatch batch, Tensor? skip)
    {
        foreach (var (name, parameter) in batch.Names.Zip(batch.Parameters)
            .Where(entry => _momentum != 0 && _state.Find(entry.First) is null))
        {
            // From zeros the first direction is the gradient itself, be the first step skipped or not.
            _state.Set(name, parameter.ZerosLike());
        }

        Ops.FusedSgdInPlace(
            batch.Parameters, DeviceStep.Gradients(batch), _momentum == 0 ? [] : [.. batch.Names.Select(name => _state.Find(name)![0])],
            group.WeightDecay, _momentum, group.LearningRate, _dampening, _nesterov, maximize: false, isFirstStep: false, gradScale: null,
            foundInf: skip);
    }
}
