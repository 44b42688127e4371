using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Optimizers;

/// <summary>
/// What both optimizers need to step a GPU's parameters by libtorch's own multi-tensor kernels, which read a "skip" there themselves.
/// </summary>
internal static class DeviceStep
{
    /// <summary>Whether libtorch's kernels take these parameters: all on a GPU, and a libtorch that has the kernels.</summary>
    public static bool Fits(IEnumerable<ParameterGroup> groups) =>
        Libtorch.IsAtLeast(2, 3) && groups.SelectMany(group => group.Parameters).All(entry => entry.Tensor.Device.Type == DeviceType.Cuda);

    /// <summary>Whether a step is to be left out, read from the device: for kernels that cannot ask there.</summary>
    public static bool IsSkipped(Tensor? skip) => skip is not null && skip.Item() != 0;

    /// <summary>The gradients, each with its elements in its parameter's order, as the kernels want them.</summary>
    public static Tensor[] Gradients(StepBatch batch)
    {
        var parameters = batch.Parameters;
        return [.. batch.Gradients.Select((gradient, k) => NativeMethods.SameOrder(gradient.Handle, parameters[k].Handle) != 0
            ? gradient
            : parameters[k].EmptyLike().CopyInPlace(gradient))];
    }
}
