using System.Diagnostics;

namespace MetricsBench;

/// <summary>What a measurement is done on.</summary>
/// <param name="Folder">The data.</param>
/// <param name="Threads">Worker threads.</param>
/// <param name="Limit">The most images.</param>
internal sealed record Settings(string Folder, int Threads, int Limit)
{
    /// <summary>The first PNGs of a sub-folder.</summary>
    public string[] Pngs(string sub) =>
        [.. Directory.GetFiles(Path.Combine(Folder, sub), "*.png").Order(StringComparer.Ordinal).Take(Limit)];
}

/// <summary>What came of a measurement.</summary>
/// <param name="Items">How many images, pairs or problems.</param>
/// <param name="Number">A number to hold against others.</param>
/// <param name="WallSeconds">Time of the part that counts; null for the whole process.</param>
/// <param name="ProcessorSeconds">Processor time of the part that counts; null for the whole process.</param>
internal sealed record Measured(int Items, double Number, double? WallSeconds = null, double? ProcessorSeconds = null);

/// <summary>All measurements by name.</summary>
internal static class Measurements
{
    public static IReadOnlyDictionary<string, Func<Settings, Measured>> All { get; } = new Dictionary<string, Func<Settings, Measured>>
    {
        ["decode"] = PanopticBench.Decode,
        ["pq"] = PanopticBench.Files,
        ["pq-memory"] = PanopticBench.Memory,
        ["ap"] = InstanceBench.MaskAP,
        ["ap-memory"] = InstanceBench.MaskMemory,
        ["box-memory"] = InstanceBench.BoxMemory,
        ["runs"] = InstanceBench.Runs,
        ["cs-pixel"] = CityscapesBench.Pixels,
        ["cs-instance"] = CityscapesBench.Instances,
        ["miou"] = SemanticBench.Memory,
        ["semantic"] = SemanticBench.Files,
        ["clusters"] = ClusterBench.Files,
        ["assignment"] = AssignmentBench.Square,
        ["assignment-wide"] = AssignmentBench.Wide,
    };

    public static double ProcessorSeconds()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>Times work on maps that are in memory already, spread over threads; the first round of each is not counted.</summary>
    public static Measured InMemory<T>(Settings settings, int maps, int count, Func<T> open, Func<T, int, double> work)
    {
        var workers = Enumerable.Range(0, settings.Threads).Select(_ => open()).ToArray();
        Parallel.For(0, settings.Threads, t =>
        {
            // Enough rounds, and time on a busy machine, too, for the compiler to have finished with it.
            var start = ProcessorSeconds();
            for (var i = 0; i < 60 || i % 20 != 0 || ProcessorSeconds() - start < 0.5; i++)
            {
                work(workers[t], i % maps);
            }
        });
        var (before, watch) = (ProcessorSeconds(), Stopwatch.StartNew());
        var next = -1;
        double last = 0;
        Parallel.For(0, settings.Threads, new ParallelOptions { MaxDegreeOfParallelism = settings.Threads }, t =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
            {
                last = work(workers[t], i % maps);
            }
        });
        var (wall, processor) = (watch.Elapsed.TotalSeconds, ProcessorSeconds() - before);
        Console.Error.WriteLine(
            $"{count / wall:F0} a second on {settings.Threads} thread(s), {1000 * processor / count:F3} ms of processor time each");
        return new Measured(count, last, wall, processor);
    }
}
