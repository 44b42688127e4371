using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Distributed;

/// <summary>Where the processes of a training find each other: one of c10d's stores.</summary>
public sealed class ProcessStore : IDisposable
{
    private nint handle;

    private ProcessStore(nint handle) => this.handle = handle != 0 ? handle : throw TensorException.Last("store of processes");

    /// <summary>libtorch's handle.</summary>
    internal nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(ProcessStore));

    /// <summary>Of the processes of one machine: a file in a folder that all of them see, and no ports.</summary>
    /// <param name="path">The file; it must not hold what earlier processes wrote.</param>
    /// <param name="size">How many processes there are.</param>
    /// <exception cref="TensorException">The file cannot be made, or this build has no c10d.</exception>
    public static ProcessStore OfFile(string path, int size)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ProcessStore(NativeMethods.FileStore(path, size));
    }

    /// <summary>Of several machines: an address and a port that one process listens on.</summary>
    /// <param name="host">Name or address of the machine that listens.</param>
    /// <param name="port">Its port.</param>
    /// <param name="listens">Whether this process is the one that listens.</param>
    /// <param name="size">How many processes there are.</param>
    /// <param name="deadline">How long to wait for the one that listens.</param>
    /// <exception cref="TensorException">The port is taken, nobody listens, or this build has no c10d.</exception>
    public static ProcessStore OfAddress(string host, int port, bool listens, int size, TimeSpan deadline)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        return new ProcessStore(NativeMethods.TcpStore(host, port, listens ? 1 : 0, size, (long)deadline.TotalMilliseconds));
    }

    /// <summary>Gives the store back; groups that were joined there go on using it.</summary>
    public void Dispose()
    {
        NativeMethods.StoreRelease(handle);
        handle = 0;
    }
}
