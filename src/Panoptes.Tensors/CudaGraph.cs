using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>Work that was recorded once and can be done again as a whole.</summary>
public interface IRecordedWork : IDisposable
{
    /// <summary>Does the work again: on the same tensors, with what they hold now.</summary>
    void Replay();
}

/// <summary>
/// Work of a GPU's stream, recorded once and sent again in one call, so that the host's share of a step all but vanishes. The work must
/// read and write the same tensors every time, in the same shapes, and must not ask the device anything.
/// </summary>
/// <remarks>PyTorch's notes on CUDA graphs say what can be recorded. The thread must have <see cref="Cuda.UseOwnStream"/>.</remarks>
public sealed class CudaGraph : IRecordedWork
{
    private nint _handle;

    private CudaGraph(nint handle) => _handle = handle;

    /// <summary>Records what the work sends to the GPU; nothing of it runs until <see cref="Replay"/>.</summary>
    /// <param name="work">What to record. It should have run a few times before: first runs choose kernels and allocate.</param>
    /// <exception cref="TensorException">There is no GPU, or the work did what cannot be recorded. The process cannot record again
    /// then.</exception>
    public static CudaGraph Record(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var handle = NativeMethods.CudaGraphBegin();
        if (handle == 0)
        {
            throw TensorException.Last("CUDA graph");
        }

        try
        {
            work();
        }
        catch
        {
            // The first error is the one that tells; ending the recording fails too then.
            _ = NativeMethods.CudaGraphEnd(handle);
            _ = NativeMethods.CudaGraphRelease(handle);
            throw;
        }

        if (NativeMethods.CudaGraphEnd(handle) < 0)
        {
            var cause = TensorException.Last("CUDA graph");
            _ = NativeMethods.CudaGraphRelease(handle);
            throw cause;
        }

        return new CudaGraph(handle);
    }

    /// <inheritdoc/>
    public void Replay()
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        TensorException.ThrowIfFailed(NativeMethods.CudaGraphReplay(_handle), "CUDA graph");
    }

    /// <summary>Waits for the GPU and frees the recorded work and its memory.</summary>
    /// <remarks>
    /// Never throws: waiting fails where the GPU failed before, which the call that met it has said; a second error here would hide that
    /// one and keep what is disposed after this from being freed.
    /// </remarks>
    public void Dispose()
    {
        var handle = _handle;
        _handle = 0;
        if (handle != 0)
        {
            _ = NativeMethods.CudaGraphRelease(handle);
        }
    }
}
