using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>Reverse-mode differentiation: switches of this thread, and derivatives on demand.</summary>
public static unsafe class Autograd
{
    /// <summary>Whether operations of this thread are recorded.</summary>
    public static bool IsEnabled => NativeMethods.GradMode() != 0;

    /// <summary>Records nothing on this thread until disposed.</summary>
    public static GradMode NoGrad() => new(false);

    /// <summary>Records on this thread until disposed, inside a <see cref="NoGrad"/> too.</summary>
    public static GradMode EnableGrad() => new(true);

    /// <summary>
    /// The derivatives of a tensor of one element with respect to the inputs, without touching any <see cref="Tensor.Grad"/>.
    /// </summary>
    /// <param name="output">What is differentiated.</param>
    /// <param name="inputs">With respect to what.</param>
    /// <param name="retainGraph">Keeps the recorded operations for another pass.</param>
    /// <param name="createGraph">Records the pass itself, for derivatives of derivatives.</param>
    /// <returns>One gradient an input; null for an input that the output does not depend on.</returns>
    public static Tensor?[] Gradients(Tensor output, ReadOnlySpan<Tensor> inputs, bool retainGraph = false, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        var root = output.Handle;
        var handles = new nint[inputs.Length];
        Value.Handles(inputs, handles);
        var results = new nint[inputs.Length];
        fixed (nint* from = handles)
        fixed (nint* to = results)
        {
            var status = NativeMethods.Gradients(
                &root, null, 1, from, handles.Length, retainGraph || createGraph ? 1 : 0, createGraph ? 1 : 0, to);
            TensorException.ThrowIfFailed(status, $"gradients of {output}");
        }

        return Array.ConvertAll(results, handle => handle == 0 ? null : new Tensor(handle));
    }

    /// <summary>Sums of the derivatives of several outputs, each times a gradient of its shape, with respect to the inputs.</summary>
    internal static Tensor?[] Gradients(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> gradients, ReadOnlySpan<Tensor> inputs)
    {
        var (roots, given, handles, results) = (
            new nint[outputs.Length], new nint[gradients.Length], new nint[inputs.Length], new nint[inputs.Length]);
        Value.Handles(outputs, roots);
        Value.Handles(gradients, given);
        Value.Handles(inputs, handles);
        fixed (nint* of = roots)
        fixed (nint* times = given)
        fixed (nint* from = handles)
        fixed (nint* to = results)
        {
            TensorException.ThrowIfFailed(NativeMethods.Gradients(of, times, roots.Length, from, handles.Length, 0, 0, to), "gradients");
        }

        return Array.ConvertAll(results, handle => handle == 0 ? null : new Tensor(handle));
    }

    /// <summary>Runs one backward pass from several tensors of one element at once.</summary>
    public static void Backward(ReadOnlySpan<Tensor> outputs, bool retainGraph = false)
    {
        var handles = new nint[outputs.Length];
        Value.Handles(outputs, handles);
        fixed (nint* roots = handles)
        {
            TensorException.ThrowIfFailed(NativeMethods.Backward(roots, null, handles.Length, retainGraph ? 1 : 0, 0), "backward");
        }
    }

    /// <summary>The accumulated gradients of many tensors in one call; null where there is none.</summary>
    internal static Tensor?[] Grads(ReadOnlySpan<Tensor> tensors)
    {
        var handles = new nint[tensors.Length];
        Value.Handles(tensors, handles);
        var results = new nint[tensors.Length];
        fixed (nint* from = handles)
        fixed (nint* to = results)
        {
            TensorException.ThrowIfFailed(NativeMethods.Grads(from, handles.Length, to), "gradients");
        }

        return Array.ConvertAll(results, handle => handle == 0 ? null : new Tensor(handle));
    }

    /// <summary>Forgets the accumulated gradients of many tensors in one call.</summary>
    internal static void ClearGrads(ReadOnlySpan<Tensor> tensors)
    {
        var handles = new nint[tensors.Length];
        Value.Handles(tensors, handles);
        fixed (nint* from = handles)
        {
            TensorException.ThrowIfFailed(NativeMethods.ClearGrads(from, handles.Length), "clearing gradients");
        }
    }
}

/// <summary>Whether a stretch of code is recorded; disposing restores what was before.</summary>
public readonly struct GradMode : IDisposable
{
    private readonly bool _before;

    internal GradMode(bool enabled)
    {
        _before = Autograd.IsEnabled;
        NativeMethods.SetGradMode(enabled ? 1 : 0);
    }

    /// <summary>Restores the mode that was set before.</summary>
    public void Dispose() => NativeMethods.SetGradMode(_before ? 1 : 0);
}
