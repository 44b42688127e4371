using System.Diagnostics;

namespace Panoptes.Bench;

/// <summary>Medians of repeated measurements.</summary>
internal static class Stopwatches
{
    /// <summary>
    /// The median of the seconds that an action takes, after one turn that is not counted, and the processor seconds of a turn, all threads
    /// together: they say more where other programs run beside.
    /// </summary>
    public static (double Seconds, double ProcessorSeconds) Median(int repeats, Action action)
    {
        action();
        var seconds = new double[repeats];
        var before = ProcessorSeconds();
        for (var turn = 0; turn < repeats; turn++)
        {
            var watch = Stopwatch.StartNew();
            action();
            seconds[turn] = watch.Elapsed.TotalSeconds;
        }

        return (Median(seconds), (ProcessorSeconds() - before) / repeats);
    }

    /// <summary>The median of some values.</summary>
    public static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double ProcessorSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
