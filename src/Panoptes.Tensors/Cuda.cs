using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>Bytes of a GPU's memory as libtorch's caching allocator counts them.</summary>
/// <param name="Allocated">In tensors now.</param>
/// <param name="AllocatedPeak">In tensors at most so far.</param>
/// <param name="Reserved">Taken from the device now, caches included.</param>
/// <param name="ReservedPeak">Taken from the device at most so far.</param>
public readonly record struct CudaMemory(long Allocated, long AllocatedPeak, long Reserved, long ReservedPeak);

/// <summary>NVIDIA GPUs, where libtorch was built for them.</summary>
public static unsafe class Cuda
{
    /// <summary>Whether libtorch was built with CUDA, and a driver and a GPU are there.</summary>
    public static bool IsAvailable => NativeMethods.CudaAvailable() != 0;

    /// <summary>Whether libtorch was built with CUDA.</summary>
    public static bool IsBuilt => NativeMethods.CudaBuilt() != 0;

    /// <summary>The number of GPUs.</summary>
    public static int DeviceCount => NativeMethods.CudaDeviceCount();

    /// <summary>The GPU that <c>cuda</c> without a number means on this thread.</summary>
    /// <exception cref="TensorException">There is no (such) GPU.</exception>
    public static int CurrentDevice
    {
        get
        {
            var index = NativeMethods.CudaCurrentDevice();
            TensorException.ThrowIfFailed(index, "current CUDA device");
            return index;
        }

        set => TensorException.ThrowIfFailed(NativeMethods.CudaSelectDevice(value), "selecting a CUDA device");
    }

    /// <summary>Waits until everything sent to a GPU is done.</summary>
    /// <param name="index">Which GPU; -1 is the current one.</param>
    /// <exception cref="TensorException">There is no (such) GPU.</exception>
    public static void Synchronize(int index = -1) =>
        TensorException.ThrowIfFailed(NativeMethods.CudaSynchronize(index), "CUDA synchronize");

    /// <summary>
    /// Lets this thread send its work to a stream of its own from now on: <see cref="CudaGraph"/> cannot record the default one.
    /// </summary>
    /// <param name="index">Which GPU; -1 is the current one.</param>
    /// <exception cref="TensorException">There is no (such) GPU, or the bridge was built without CUDA's headers.</exception>
    public static void UseOwnStream(int index = -1) => TensorException.ThrowIfFailed(NativeMethods.CudaOwnStream(index), "own CUDA stream");

    /// <summary>The allocator's counts, or null where the bridge was built without CUDA's headers.</summary>
    /// <exception cref="TensorException">There is no (such) GPU.</exception>
    public static CudaMemory? MemoryStatistics(int index = 0)
    {
        var bytes = stackalloc long[4];
        var status = NativeMethods.CudaMemory(index, bytes);
        TensorException.ThrowIfFailed(status, "CUDA memory statistics");
        return status == 0 ? new CudaMemory(bytes[0], bytes[1], bytes[2], bytes[3]) : null;
    }

    /// <summary>Starts the peaks of <see cref="MemoryStatistics"/> anew.</summary>
    /// <exception cref="TensorException">There is no (such) GPU.</exception>
    public static void ResetPeakMemory(int index = 0) =>
        TensorException.ThrowIfFailed(NativeMethods.CudaResetPeakMemory(index), "CUDA peak memory");

    /// <summary>Gives memory that the allocator holds but no tensor uses back to the device.</summary>
    public static void EmptyCache() => TensorException.ThrowIfFailed(NativeMethods.CudaEmptyCache(), "CUDA empty cache");
}
