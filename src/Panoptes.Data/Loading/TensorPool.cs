using System.Collections.Concurrent;
using Panoptes.Tensors;

namespace Panoptes.Data.Loading;

/// <summary>Keeps the tensors of used batches for the next ones, so that a run's memory does not grow or move.</summary>
/// <param name="shape">The shape of every tensor.</param>
/// <param name="type">Its element type.</param>
/// <param name="channelsLast">Whether its channels lie innermost.</param>
/// <param name="pinned">Page-locked memory, for copies to a GPU. It is not kept here: libtorch's own cache waits for copies that are still
/// under way.</param>
/// <param name="capacity">The most tensors kept.</param>
internal sealed class TensorPool(long[] shape, DType type, bool channelsLast, bool pinned, int capacity) : IDisposable
{
    private readonly ConcurrentBag<Tensor> free = [];
    private volatile bool closed;

    /// <summary>A tensor with any content, which the caller owns.</summary>
    public Tensor Take()
    {
        while (free.TryTake(out var tensor))
        {
            if (!tensor.IsDisposed)
            {
                return tensor;
            }
        }

        return Ops.Empty(
            shape, type, pinMemory: pinned, memoryFormat: channelsLast ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous).Keep();
    }

    /// <summary>Takes a tensor back.</summary>
    public void Return(Tensor tensor)
    {
        if (closed || pinned || free.Count >= capacity)
        {
            tensor.Dispose();
        }
        else if (!tensor.IsDisposed)
        {
            free.Add(tensor);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closed = true;
        while (free.TryTake(out var tensor))
        {
            tensor.Dispose();
        }
    }
}
