namespace Panoptes.Tensors;

/// <summary>How this process keeps the memory of tensors on the CPU.</summary>
public static class HostMemory
{
    /// <summary>
    /// Lets freed tensors' memory be used again by the next operator instead of going back to the operating system, for the
    /// rest of the process. A training step on the CPU makes and frees the same large tensors each time; with glibc's defaults
    /// each of them is mapped, faulted in and unmapped anew (docs/performance.md has the measured difference). The process
    /// keeps its peak memory until it ends. Returns false where the C library does not take the settings.
    /// </summary>
    public static bool KeepFreed() => NativeMethods.KeepFreedMemory() != 0;
}
