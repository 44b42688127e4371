using Panoptes.Tensors;

namespace Panoptes.Training.Evaluation.Predictions;

/// <summary>
/// Keeps cuDNN from trying kernels on every new shape until disposed: images of a data set may each have a size of their own. What was set
/// before is set again.
/// </summary>
internal readonly struct WithoutKernelTrials : IDisposable
{
    private readonly bool before;

    /// <summary>Ends the trials.</summary>
    public WithoutKernelTrials() => before = Libtorch.TryCudnnKernels(false);

    /// <summary>Sets what was set before.</summary>
    public void Dispose() => Libtorch.TryCudnnKernels(before);
}
