using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>
/// What a forward pass costs, without its costly part: while a pass is open on a thread, convolutions and matrix products there are counted
/// and return zeros of the right shape instead of being computed; everything else runs as usual. Results mean nothing but their shapes.
/// </summary>
/// <remarks>Multiply-adds are counted one each, as in published tables: those of convolutions, linear layers, matrix products and
/// attention.</remarks>
public sealed unsafe class ShapePass : IDisposable
{
    [ThreadStatic]
    private static ShapePass? s_current;

    private static int s_open;

    private readonly Dictionary<nint, long> _live = [];
    private long _liveBytes;
    private bool _isInside;

    private ShapePass() => s_current = this;

    /// <summary>Multiply-adds so far that would have been computed.</summary>
    public long MultiplyAdds { get; private set; }

    /// <summary>
    /// Multiply-adds so far that published implementations compute and this one does not, by an equal computation in another order.
    /// </summary>
    public long SparedMultiplyAdds { get; private set; }

    /// <summary>Bytes of all results so far that have memory of their own: about what a backward pass would need to be kept.</summary>
    public long ResultBytes { get; private set; }

    /// <summary>
    /// The most bytes of results that were alive at once: about what a pass without gradients needs besides weights and input.
    /// </summary>
    public long PeakBytes { get; private set; }

    /// <summary>The pass that is open on this thread, or null.</summary>
    internal static ShapePass? Current => Volatile.Read(ref s_open) == 0 ? null : s_current;

    /// <summary>Begins to count on this thread.</summary>
    /// <exception cref="InvalidOperationException">One is open on this thread already.</exception>
    public static ShapePass Open()
    {
        if (s_current is not null)
        {
            throw new InvalidOperationException("a shape pass is open on this thread already");
        }

        Interlocked.Increment(ref s_open);
        Dispatcher.Watch(1);
        return new ShapePass();
    }

    /// <summary>Says, where a pass is open on this thread, how many multiply-adds a layer spares beside its published form.</summary>
    public static void CountSpared(long multiplyAdds)
    {
        if (Current is { } pass)
        {
            pass.SparedMultiplyAdds += multiplyAdds;
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        if (s_current == this)
        {
            s_current = null;
            Interlocked.Decrement(ref s_open);
            Dispatcher.Watch(-1);
        }
    }

    /// <summary>Answers an operator's call in libtorch's place, where it is a product.</summary>
    /// <returns>Whether the result was filled in.</returns>
    internal bool Answers(string name, Value* arguments, int count, Value* results)
    {
        if (_isInside || ProductShapes.Of(name, arguments, count) is not { } product)
        {
            return false;
        }

        MultiplyAdds += product.MultiplyAdds;
        _isInside = true;
        try
        {
            using var zeros = Tensor.Zeros(product.Shape, ProductShapes.DTypeOf(arguments[0]));
            results[0] = new Value { Tag = Tag.Tensor, Pointer = NativeMethods.Share(zeros.Handle) };
        }
        finally
        {
            _isInside = false;
        }

        Take(results[0].Pointer);
        return true;
    }

    /// <summary>Takes note of the results of an operator that libtorch computed.</summary>
    internal void Note(Value* arguments, int count, Value* results, int room)
    {
        for (var k = 0; k < room && !_isInside; k++)
        {
            if (results[k] is { Tag: Tag.Tensor, Pointer: not 0 } && !IsView(results[k].Pointer, arguments, count))
            {
                Take(results[k].Pointer);
            }
        }
    }

    /// <summary>Takes note that a handle was given back.</summary>
    internal void Freed(nint handle)
    {
        if (_live.Remove(handle, out var bytes))
        {
            _liveBytes -= bytes;
        }
    }

    /// <summary>Whether a result begins inside an argument's memory.</summary>
    private static bool IsView(nint result, Value* arguments, int count)
    {
        for (var k = 0; k < count; k++)
        {
            if (arguments[k] is { Tag: Tag.Tensor, Pointer: not 0 } && TensorMemory.IsInside(result, arguments[k].Pointer))
            {
                return true;
            }
        }

        return false;
    }

    private void Take(nint handle)
    {
        var bytes = NativeMethods.Count(handle) * ((DType)NativeMethods.DTypeOf(handle)).Size();
        ResultBytes += bytes;
        _live[handle] = bytes;
        _liveBytes += bytes;
        PeakBytes = Math.Max(PeakBytes, _liveBytes);
    }
}
