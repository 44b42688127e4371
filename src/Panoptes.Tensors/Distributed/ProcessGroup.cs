using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Distributed;

/// <summary>
/// The processes that share a training (c10d). Whatever is called here, all of them call, in the same order, from one thread at a time;
/// a call waits for the slowest.
/// </summary>
/// <remarks>
/// Sums of one tensor are the same bits in all processes, and the same in every run of as many processes. A process that is lost ends the
/// calls of all others with an error, at once; one that hangs ends them after the deadline.
/// </remarks>
public sealed unsafe class ProcessGroup : IDisposable
{
    private long number;

    private ProcessGroup(long number, int rank, int size) => (this.number, Rank, Size) = (number, rank, size);

    /// <summary>Which process this is, 0 to <see cref="Size"/> - 1.</summary>
    public int Rank { get; }

    /// <summary>How many there are.</summary>
    public int Size { get; }

    /// <summary>The number by which operators know the group.</summary>
    internal long Number => number != 0 ? number : throw new ObjectDisposedException(nameof(ProcessGroup));

    /// <summary>Joins the others; waits until all are there.</summary>
    /// <param name="store">Where they find each other.</param>
    /// <param name="name">The group's name: every group that meets at one place has its own.</param>
    /// <param name="rank">Which process this is.</param>
    /// <param name="size">How many there are.</param>
    /// <param name="address">Name or address of this machine where the others reach it: 127.0.0.1 on one machine.</param>
    /// <param name="device">What is trained on: GPUs are joined over NCCL, beside host memory over Gloo.</param>
    /// <param name="deadline">How long to wait for the others, here and in every call.</param>
    /// <exception cref="TensorException">Not all came before the deadline, or this build lacks the connection.</exception>
    public static ProcessGroup Join(
        ProcessStore store, string name, int rank, int size, string address, Device device, TimeSpan deadline)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(address);
        var number = NativeMethods.ProcessesJoin(
            store.Handle, name, rank, size, address, device.IsCpu ? 0 : 1, (long)deadline.TotalMilliseconds);
        return number > 0 ? new ProcessGroup(number, rank, size) : throw TensorException.Last($"joining {size} processes as rank {rank}");
    }

    /// <summary>Adds a tensor up over all processes, in place and without a gradient.</summary>
    /// <param name="tensor">Of the same shape and dtype everywhere, dense.</param>
    public void Sum(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        TensorException.ThrowIfFailed(NativeMethods.ProcessesSum(Number, tensor.Handle), $"sum over processes of {tensor}");
    }

    /// <summary>The sum of a tensor over all processes; its gradient is the sum of theirs.</summary>
    /// <param name="tensor">Of the same shape and dtype everywhere.</param>
    public Tensor SumWithGradient(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.SumOverProcesses(Number);
    }

    /// <summary>The tensors of all processes by rank, without gradients.</summary>
    /// <param name="tensor">Of the same shape and dtype everywhere.</param>
    public Tensor[] Gather(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var results = new nint[Size];
        fixed (nint* to = results)
        {
            TensorException.ThrowIfFailed(
                NativeMethods.ProcessesGather(Number, tensor.Handle, to), $"gathering {tensor} from all processes");
        }

        return Array.ConvertAll(results, handle => new Tensor(handle));
    }

    /// <summary>What one process has, in the tensors of all others.</summary>
    /// <param name="tensor">Of the same shape and dtype everywhere; overwritten but for the root's.</param>
    /// <param name="root">Whose.</param>
    public void Broadcast(Tensor tensor, int root = 0)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        TensorException.ThrowIfFailed(NativeMethods.ProcessesBroadcast(Number, tensor.Handle, root), $"broadcast of {tensor}");
    }

    /// <summary>Leaves the group.</summary>
    public void Dispose()
    {
        _ = NativeMethods.ProcessesLeave(number);
        number = 0;
    }
}
