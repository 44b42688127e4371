namespace Panoptes.Tensors;

/// <summary>
/// Owns the tensors made on its thread while it is the innermost open scope, and frees them when it closes.
/// Scopes nest and must be closed on the thread that opened them, innermost first.
/// </summary>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? s_current;

    private static long s_live;

    private readonly TensorScope? _parent;
    private readonly int _thread;
    private Tensor?[] _tensors = new Tensor?[16];
    private int _count;
    private bool _isClosed;

    private TensorScope()
    {
        _parent = s_current;
        _thread = Environment.CurrentManagedThreadId;
        s_current = this;
    }

    /// <summary>Handles of tensors that are alive in the whole process: what leak tests watch.</summary>
    public static long LiveTensors => Interlocked.Read(ref s_live);

    /// <summary>The tensors this scope owns now.</summary>
    public int Count => _count;

    /// <summary>Opens a scope inside the innermost one of this thread.</summary>
    public static TensorScope Open() => new();

    /// <summary>Moves a tensor out to the enclosing scope (or to the caller, where there is none) and returns it.</summary>
    /// <exception cref="InvalidOperationException">The tensor does not belong to this scope.</exception>
    public Tensor Return(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Scope != this)
        {
            throw new InvalidOperationException("the tensor does not belong to this scope, so the scope cannot return it");
        }

        Remove(tensor);
        _parent?.Add(tensor);
        return tensor;
    }

    /// <summary>Moves several tensors out, as <see cref="Return(Tensor)"/> does one.</summary>
    public Tensor[] Return(params Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (var tensor in tensors)
        {
            Return(tensor);
        }

        return tensors;
    }

    /// <summary>Frees every tensor the scope still owns.</summary>
    /// <exception cref="InvalidOperationException">An inner scope is still open, or this is another thread.</exception>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        if (s_current != this)
        {
            throw new InvalidOperationException(
                "a tensor scope is closed on the thread that opened it, after every scope opened inside it");
        }

        _isClosed = true;
        s_current = _parent;
        for (var k = _count - 1; k >= 0; k--)
        {
            var tensor = _tensors[k]!;
            tensor.Scope = null;
            tensor.Free();
        }

        _count = 0;
        _tensors = [];
    }

    /// <summary>Enters a new handle into the innermost scope of this thread, if one is open.</summary>
    internal static void Enter(Tensor tensor)
    {
        Interlocked.Increment(ref s_live);
        s_current?.Add(tensor);
    }

    /// <summary>Counts a freed handle.</summary>
    internal static void CountFreed() => Interlocked.Decrement(ref s_live);

    /// <summary>Lets go of a tensor without freeing it.</summary>
    internal void Remove(Tensor tensor)
    {
        if (_thread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException(
                "a tensor of another thread's scope cannot be freed or kept here; keep it on its own thread first");
        }

        var last = _tensors[--_count]!;
        _tensors[tensor.ScopeIndex] = last;
        last.ScopeIndex = tensor.ScopeIndex;
        _tensors[_count] = null;
        tensor.Scope = null;
    }

    private void Add(Tensor tensor)
    {
        if (_count == _tensors.Length)
        {
            Array.Resize(ref _tensors, 2 * _count);
        }

        tensor.Scope = this;
        tensor.ScopeIndex = _count;
        _tensors[_count++] = tensor;
    }
}
