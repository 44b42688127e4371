using System.Diagnostics;
using Panoptes.Tensors;

namespace Panoptes.Bench;

/// <summary>What one call through the dispatcher costs: an add of 4 elements, without gradients, on one thread.</summary>
internal static class DispatchBench
{
    private const int Calls = 200_000;
    private const int Turns = 7;

    public static object Run()
    {
        Threads.Count = 1;
        using var noGrad = Autograd.NoGrad();
        using var x = Tensor.From<float>([1, 2, 3, 4], 4);
        using var y = Tensor.From<float>([5, 6, 7, 8], 4);
        var nanoseconds = new double[Turns];
        for (var turn = -3; turn < Turns; turn++)
        {
            var watch = Stopwatch.StartNew();
            for (var call = 0; call < Calls; call++)
            {
                x.Add(y).Dispose();
            }

            if (turn >= 0)
            {
                nanoseconds[turn] = watch.Elapsed.TotalNanoseconds / Calls;
            }
        }

        return new { add_ns = Stopwatches.Median(nanoseconds), libtorch = Libtorch.Version };
    }
}
