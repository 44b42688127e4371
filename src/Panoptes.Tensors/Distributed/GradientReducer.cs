using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Distributed;

/// <summary>
/// Averages the gradients of parameters over all processes, bucket by bucket while the backward pass still runs (c10d's <c>Reducer</c>).
/// Parameters that no loss reaches, here or anywhere, may be among them.
/// </summary>
/// <remarks>
/// While it lives, gradients lie in its buckets. They may be forgotten before a pass, but not be exchanged for others within it.
/// </remarks>
public sealed unsafe class GradientReducer : IDisposable
{
    private nint handle;

    /// <summary>A reducer of some parameters.</summary>
    /// <param name="group">The processes; the same parameters in the same order in each. Must outlive this.</param>
    /// <param name="parameters">All that learn, at least one.</param>
    /// <param name="firstBytes">Size of the first bucket, which is sent first; the default is 1 MiB.</param>
    /// <param name="mostBytes">Size of the others; the default is 25 MiB, as PyTorch's.</param>
    /// <exception cref="TensorException">Processes have other parameters.</exception>
    public GradientReducer(ProcessGroup group, ReadOnlySpan<Tensor> parameters, long firstBytes = 1 << 20, long mostBytes = 25 << 20)
    {
        ArgumentNullException.ThrowIfNull(group);
        var handles = new nint[parameters.Length];
        Value.Handles(parameters, handles);
        fixed (nint* of = handles)
        {
            handle = NativeMethods.Reducer(group.Number, of, handles.Length, firstBytes, mostBytes);
        }

        if (handle == 0)
        {
            throw TensorException.Last("reducer of gradients");
        }
    }

    /// <summary>
    /// Says that the next backward pass starts from this loss and is the last of a step: at its end all gradients, those of earlier passes
    /// included, are averages over the processes. Passes that are not announced add up in each process.
    /// </summary>
    /// <param name="loss">Where the pass starts.</param>
    public void Announce(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ObjectDisposedException.ThrowIf(handle == 0, this);
        var root = loss.Handle;
        TensorException.ThrowIfFailed(NativeMethods.ReducerAnnounce(handle, &root, 1), "reducer of gradients");
    }

    /// <summary>Lets go of the parameters; gradients that they have stay valid.</summary>
    public void Dispose()
    {
        _ = NativeMethods.ReducerRelease(handle);
        handle = 0;
    }
}
