using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Panoptes.Foundation.Tracing;

/// <summary>
/// Where the time goes, as the parts of a program tell it: while a trace is open, stretches of work on any thread are noted; else telling
/// costs the reading of one variable. One is open at a time, for the whole process, as work is spread over threads that do not
/// know of each other.
/// </summary>
public sealed partial class WorkTrace : IDisposable
{
    private static WorkTrace? current;
    [ThreadStatic]
    private static int thread;

    private readonly ConcurrentQueue<TraceSpan> spans = new();

    private WorkTrace()
    {
    }

    /// <summary>Whether one is open.</summary>
    public static bool IsOpen => Volatile.Read(ref current) is not null;

    /// <summary>The time now in nanoseconds of the system's monotonic clock.</summary>
    public static long Now => Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency);

    /// <summary>The system's id of this thread.</summary>
    public static int Thread => thread != 0 ? thread : thread = ThreadId();

    /// <summary>What was noted, in the order in which it ended.</summary>
    public IReadOnlyList<TraceSpan> Spans => [.. spans];

    /// <summary>Begins to note.</summary>
    /// <exception cref="InvalidOperationException">One is open already.</exception>
    public static WorkTrace Open()
    {
        var trace = new WorkTrace();
        return Interlocked.CompareExchange(ref current, trace, null) is null ? trace : throw new InvalidOperationException(
            "a trace is open already");
    }

    /// <summary>Tells that work begins; disposing what is returned tells that it ended.</summary>
    /// <param name="kind">What sort of work.</param>
    /// <param name="name">What is done.</param>
    public static Work Begin(string kind, string name) => Volatile.Read(ref current) is { } trace ? new Work(trace, kind, name) : default;

    /// <summary>Stops to note; work that ends later is left out.</summary>
    public void Dispose() => Interlocked.CompareExchange(ref current, null, this);

    private void Add(string kind, string name, long begin)
    {
        if (ReferenceEquals(Volatile.Read(ref current), this))
        {
            spans.Enqueue(new TraceSpan(kind, name, begin, Now, Thread));
        }
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int ThreadId();

    /// <summary>Work that goes on.</summary>
    public readonly struct Work : IDisposable
    {
        private readonly WorkTrace? trace;
        private readonly string? kind;
        private readonly string? name;
        private readonly long begin;

        internal Work(WorkTrace trace, string kind, string name) => (this.trace, this.kind, this.name, begin) = (trace, kind, name, Now);

        /// <summary>Tells that it ended.</summary>
        public void Dispose() => trace?.Add(kind!, name!, begin);
    }
}
