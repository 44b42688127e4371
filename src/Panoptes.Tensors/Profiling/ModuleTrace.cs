using Panoptes.Foundation.Tracing;
using Panoptes.Tensors.Modules;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Profiling;

/// <summary>A stretch of time in which a module's operators ran.</summary>
/// <param name="Name">Its dotted name.</param>
/// <param name="Depth">Modules around it.</param>
/// <param name="Begin">When its first operator with parameters began, in nanoseconds of the system's monotonic clock.</param>
/// <param name="End">When its last one ended.</param>
public readonly record struct ModuleSpan(string Name, int Depth, long Begin, long End);

/// <summary>
/// Tells which module's operators run when, on this thread, until it is disposed: an operator belongs to the module whose parameter or
/// buffer it is given. So modules need not tell of themselves, and what lies between two operators of a module is its own.
/// </summary>
public sealed unsafe class ModuleTrace : IDisposable, ICallWatcher
{
    private readonly Dictionary<nint, string> _owners = [];
    private readonly List<(string Name, long Begin, long End)> _calls = [];

    private ModuleTrace(Module module)
    {
        foreach (var (name, part) in module.NamedModules())
        {
            foreach (var (_, tensor) in part.OwnParameters)
            {
                _owners.TryAdd(tensor.Handle, name);
            }
        }
    }

    /// <summary>The modules' spans, nested; a module that was called several times has as many.</summary>
    public IReadOnlyList<ModuleSpan> Spans => Nest(_calls);

    /// <summary>Begins to watch.</summary>
    /// <param name="module">The network; its parameters stay where they are meanwhile.</param>
    /// <exception cref="InvalidOperationException">One is open on this thread already.</exception>
    public static ModuleTrace Open(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (Dispatcher.Watcher is not null)
        {
            throw new InvalidOperationException("a module trace is open on this thread already");
        }

        var trace = new ModuleTrace(module);
        Dispatcher.Watcher = trace;
        return trace;
    }

    /// <summary>Ends it; what it saw stays.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(Dispatcher.Watcher, this))
        {
            Dispatcher.Watcher = null;
        }
    }

    /// <inheritdoc/>
    string? ICallWatcher.OwnerOf(Value* arguments, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (arguments[i].Tag == Tag.Tensor && _owners.TryGetValue(arguments[i].Pointer, out var owner))
            {
                return owner;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    void ICallWatcher.Note(string owner, long begin) => _calls.Add((owner, begin, WorkTrace.Now));

    // Modules of one operator and the next that are the same, from the outermost in, go on; the others end.
    internal static List<ModuleSpan> Nest(IReadOnlyList<(string Name, long Begin, long End)> calls)
    {
        var spans = new List<ModuleSpan>();
        var open = new List<(string Name, long Begin)>();
        var last = 0L;
        foreach (var (name, begin, end) in calls)
        {
            string[] parts = name.Length == 0 ? [] : name.Split('.');
            string[] path = [.. parts.Select((_, depth) => string.Join('.', parts, 0, depth + 1))];
            var same = 0;
            while (same < path.Length && same < open.Count && open[same].Name == path[same])
            {
                same++;
            }

            Close(same);
            open.AddRange(path.Skip(same).Select(part => (part, begin)));
            last = end;
        }

        Close(0);
        return spans;

        void Close(int depth)
        {
            for (var at = open.Count - 1; at >= depth; at--)
            {
                spans.Add(new ModuleSpan(open[at].Name, at, open[at].Begin, last));
                open.RemoveAt(at);
            }
        }
    }
}
