using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <content>Gradients.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>Whether operations on this tensor are recorded and its gradient is wanted.</summary>
    /// <exception cref="TensorException">Set on a tensor of integers, or to false on a result of recorded operations.</exception>
    public bool RequiresGrad
    {
        get => NativeMethods.RequiresGrad(Handle) != 0;
        set => TensorException.ThrowIfFailed(NativeMethods.SetRequiresGrad(Handle, value ? 1 : 0), $"requires_grad of {this}");
    }

    /// <summary>Whether no recorded operation made this tensor.</summary>
    public bool IsLeaf => NativeMethods.IsLeaf(Handle) != 0;

    /// <summary>
    /// The gradient that backward passes have accumulated, or null. Reading makes a new handle in the innermost open scope;
    /// setting null forgets the gradient.
    /// </summary>
    public Tensor? Grad
    {
        get
        {
            var handle = NativeMethods.Grad(Handle);
            return handle == 0 ? null : new Tensor(handle);
        }

        set => TensorException.ThrowIfFailed(NativeMethods.SetGrad(Handle, value?.Handle ?? 0), $"gradient of {this}");
    }

    /// <summary>Adds this tensor's derivatives to <see cref="Grad"/> of every leaf that it was computed from.</summary>
    /// <param name="gradient">The derivative with respect to this tensor; not needed where it has one element.</param>
    /// <param name="retainGraph">Keeps the recorded operations for another pass.</param>
    /// <param name="createGraph">Records the pass itself, for derivatives of derivatives.</param>
    /// <exception cref="TensorException">Nothing was recorded, or the gradient has another shape.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false, bool createGraph = false)
    {
        var root = Handle;
        var given = gradient?.Handle ?? 0;
        var status = NativeMethods.Backward(&root, given == 0 ? null : &given, 1, retainGraph || createGraph ? 1 : 0, createGraph ? 1 : 0);
        TensorException.ThrowIfFailed(status, $"backward of {this}");
    }

    /// <summary>The same elements, cut off from the recorded operations.</summary>
    public Tensor Detach() => Ops.Detach(this);
}
