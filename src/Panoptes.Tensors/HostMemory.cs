using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>How this process keeps the memory of tensors on the CPU.</summary>
public static unsafe class HostMemory
{
    private const long GarbageKept = 1 << 20;
    private static long s_collectedAt;

    /// <summary>
    /// Lets freed tensors' memory be used again by the next operator instead of going back to the operating system, for the
    /// rest of the process. A training step on the CPU makes and frees the same large tensors each time; with glibc's defaults
    /// each of them is mapped, faulted in and unmapped anew (docs/performance.md has the measured difference). Large tensors then
    /// come from one heap of huge pages that every thread shares, best fit first. The process keeps its peak memory until it ends
    /// or <see cref="ReleaseUnused"/> is called. Returns false where the system gives no range of addresses for the heap.
    /// </summary>
    public static bool KeepFreed() => NativeMethods.KeepFreedMemory() != 0;

    /// <summary>
    /// Gives kept memory that no tensor uses back to the operating system, as after a training and before a long wait. Returns the
    /// bytes that were free, whether they had been touched or not.
    /// </summary>
    public static long ReleaseUnused() => NativeMethods.ReleaseKeptMemory();

    /// <summary>
    /// Bytes in CPU tensors now, and at most since <see cref="ResetPeak"/>. Counts tensors made after <see cref="KeepFreed"/>.
    /// </summary>
    public static (long Live, long Peak) TensorBytes
    {
        get
        {
            var bytes = stackalloc long[2];
            TensorException.ThrowIfFailed(NativeMethods.HostMemory(bytes), "host memory");
            return (bytes[0], bytes[1]);
        }
    }

    /// <summary>
    /// Collects the youngest objects where a MiB of them was made since the last time; to be called once a step. By itself .NET waits for
    /// as much garbage as the processor's cache holds, tens of MiB, which a step makes so little of that resident memory grows for
    /// thousands of steps.
    /// </summary>
    public static void CollectGarbage()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (allocated - s_collectedAt >= GarbageKept)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            s_collectedAt = allocated;
        }
    }

    /// <summary>Starts the peak of <see cref="TensorBytes"/> anew.</summary>
    public static void ResetPeak() => NativeMethods.ResetHostPeak();
}
