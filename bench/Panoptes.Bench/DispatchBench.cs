using System.Diagnostics;
using Panoptes.Tensors;

namespace Panoptes.Bench;

/// <summary>What one call through the dispatcher costs: an add of 4 elements, without gradients, on one thread.</summary>
internal static class DispatchBench
{
    private const int Calls = 200_000;
    private const int Turns = 7;
    private const int ShortCalls = 2_000;
    private const int ShortTurns = 400;

    public static object Run()
    {
        Threads.Count = 1;
        using var noGrad = Autograd.NoGrad();
        using var x = Tensor.From<float>([1, 2, 3, 4], 4);
        using var y = Tensor.From<float>([5, 6, 7, 8], 4);
        var (nanoseconds, processor) = (new double[Turns], new double[Turns]);
        for (var turn = -3; turn < Turns; turn++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            for (var call = 0; call < Calls; call++)
            {
                x.Add(y).Dispose();
            }

            if (turn >= 0)
            {
                nanoseconds[turn] = watch.Elapsed.TotalNanoseconds / Calls;
                processor[turn] = (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / Calls;
            }
        }

        return new
        {
            add_ns = Stopwatches.Median(nanoseconds),
            add_processor_ns = Stopwatches.Median(processor),
            add_least_ns = Least(x, y),
            libtorch = Libtorch.Version,
        };
    }

    /// <summary>The fastest of many turns of a millisecond or two: what other programs did not disturb.</summary>
    private static double Least(Tensor x, Tensor y)
    {
        var least = double.MaxValue;
        for (var turn = 0; turn < ShortTurns; turn++)
        {
            var watch = Stopwatch.StartNew();
            for (var call = 0; call < ShortCalls; call++)
            {
                x.Add(y).Dispose();
            }

            least = Math.Min(least, watch.Elapsed.TotalNanoseconds / ShortCalls);
        }

        return least;
    }
}
