using Panoptes.Tensors;

namespace Panoptes.Bench;

/// <summary>Square matrix products on one thread: what one core does with the kernel in use.</summary>
internal static class ProductsBench
{
    public static object Run(Arguments arguments)
    {
        var side = arguments.Number("--side", 1024);
        var repeats = arguments.Number("--repeats", 10);
        Threads.Count = 1;
        return new
        {
            kernel = BlasKernel.Name,
            choice = BlasKernel.Choice.Reason,
            single_gflops = BillionsASecond(DType.Float32, side, repeats),
            double_gflops = BillionsASecond(DType.Float64, side, repeats),
        };
    }

    // By the processor's own time, which other programs cannot take part in.
    private static double BillionsASecond(DType type, int side, int repeats)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var a = Ops.Rand([side, side]).To(type);
        a.Mm(a).Dispose();
        var best = double.PositiveInfinity;
        for (var k = 0; k < repeats; k++)
        {
            var before = Environment.CpuUsage.UserTime;
            a.Mm(a).Dispose();
            best = Math.Min(best, (Environment.CpuUsage.UserTime - before).TotalSeconds);
        }

        return 2.0 * side * side * side / best / 1e9;
    }
}
