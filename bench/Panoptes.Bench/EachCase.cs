using Panoptes.Tensors;

namespace Panoptes.Bench;

/// <summary>
/// Measures an operator in the shapes that networks have, one after the other, with the threads and turns of the command line.
/// </summary>
internal static class EachCase
{
    /// <summary>Measures.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="cases">The shapes.</param>
    /// <param name="measure">Measures one of them so many times.</param>
    public static object Run<T>(Arguments arguments, IEnumerable<T> cases, Func<T, int, object> measure)
    {
        var repeats = arguments.Number("--repeats", 7);
        Threads.Count = arguments.Number("--threads", Environment.ProcessorCount);
        HostMemory.KeepFreed();
        Randomness.Seed(0);
        return new { threads = Threads.Count, libtorch = Libtorch.Version, cases = cases.Select(each => measure(each, repeats)).ToArray() };
    }
}
