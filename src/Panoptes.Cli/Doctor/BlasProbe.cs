using System.Diagnostics;
using Panoptes.Tensors;

namespace Panoptes.Cli.Doctor;

/// <summary>Which kernels matrix products run on, why, and how fast they are.</summary>
internal static class BlasProbe
{
    private const int Side = 1024;
    private const int Repeats = 5;

    /// <summary>Looks at the kernel, where OpenBLAS has one.</summary>
    /// <param name="part">The heading.</param>
    public static IEnumerable<Finding> Look(string part)
    {
        var speed = $"{BillionsASecond():F0} GFLOP/s a core in 32 bits";
        if (BlasKernel.Name is not { } kernel)
        {
            yield return new(part, "matrix products", Level.Good, speed);
            yield break;
        }

        var choice = BlasKernel.Choice;
        var isNarrow = BlasKernel.IsNarrow(kernel);
        var note = isNarrow ? "; the processor has wider vectors than it uses" : "";
        yield return choice.IsWanting
            ? new(part, "matrix products", Level.Warning, $"{kernel} kernel, {speed}: {choice.Reason}", $"{PackagesProbe.Sudo}apt-get "
                + "install -y --only-upgrade libopenblas0-pthread, or set OPENBLAS_CORETYPE to a kernel of your choice")
            : new(part, "matrix products", Level.Good, $"{kernel} kernel, {speed}: {choice.Reason}{note}");
    }

    /// <summary>The best of a few square products on one thread, in billions of operations a second.</summary>
    private static double BillionsASecond()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var before = Threads.Count;
        try
        {
            Threads.Count = 1;
            var a = Ops.Rand([Side, Side]);
            var best = double.PositiveInfinity;
            a.Mm(a).Dispose();
            for (var k = 0; k < Repeats; k++)
            {
                var clock = Stopwatch.StartNew();
                a.Mm(a).Dispose();
                best = Math.Min(best, clock.Elapsed.TotalSeconds);
            }

            return 2.0 * Side * Side * Side / best / 1e9;
        }
        finally
        {
            Threads.Count = before;
        }
    }
}
