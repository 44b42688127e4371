using System.Diagnostics;

namespace Panoptes.Bench;

/// <summary>Medians of repeated measurements.</summary>
internal static class Stopwatches
{
    /// <summary>The median of the seconds that an action takes, after one turn that is not counted.</summary>
    public static double Median(int repeats, Action action)
    {
        action();
        var seconds = new double[repeats];
        for (var turn = 0; turn < repeats; turn++)
        {
            var watch = Stopwatch.StartNew();
            action();
            seconds[turn] = watch.Elapsed.TotalSeconds;
        }

        return Median(seconds);
    }

    /// <summary>The median of some values.</summary>
    public static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
