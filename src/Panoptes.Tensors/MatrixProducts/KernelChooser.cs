namespace Panoptes.Tensors.MatrixProducts;

/// <summary>
/// Chooses among OpenBLAS's kernels. OpenBLAS goes by lists of known processors, and takes kernels of 2004 for one that it does not know;
/// here a table of instructions decides, so that the choice is the same each time, and a trial in a process of its own holds it: never a
/// kernel that computes what is wrong, crashes, or does not end.
/// </summary>
/// <param name="processor">What the processor has.</param>
/// <param name="attempt">Tries a kernel, or with null OpenBLAS's own choice; null where nothing can be tried.</param>
internal sealed class KernelChooser(ProcessorFeatures processor, Func<string?, KernelTrial?> attempt)
{
    /// <summary>The environment variable by which OpenBLAS is told its kernel.</summary>
    public const string Variable = "OPENBLAS_CORETYPE";

    /// <summary>Chooses.</summary>
    /// <param name="wanted">A kernel to go on with, or null.</param>
    public (KernelChoice Choice, KernelTrial? Own) Choose(string? wanted)
    {
        var own = attempt(null);
        return (Choose(wanted, own), own);
    }

    private KernelChoice Choose(string? wanted, KernelTrial? own)
    {
        if (own is null)
        {
            return new(null, "OpenBLAS's own choice: nothing could be tried");
        }

        if (own is { Kernel: null, Fault: null })
        {
            return new(null, "matrix products are not OpenBLAS's");
        }

        var name = own.Kernel ?? "its choice";
        if (wanted is not null && (Same(wanted, own.Kernel) ? own.IsRight : Passes(wanted)))
        {
            return new(Same(wanted, own.Kernel) ? null : wanted, "the kernel that the run began with");
        }

        var width = KernelTable.WidthOf(own.Kernel ?? "");
        var isNarrow = width < processor.Width;
        if (own.IsRight && !isNarrow)
        {
            return new(null, "OpenBLAS's own choice, which uses what the processor has");
        }

        var better = KernelTable.For(processor)
            .Where(kernel => !Same(kernel, own.Kernel) && (!own.IsRight || KernelTable.WidthOf(kernel) > width));
        if (better.FirstOrDefault(Passes) is { } chosen)
        {
            var reason = own.IsRight
                ? $"OpenBLAS would take {name}, which uses less than the processor has"
                : $"OpenBLAS would take {name}: {own.Fault}";
            return new(chosen, reason, KernelTable.WidthOf(chosen) < processor.Width);
        }

        var because = own.IsRight
            ? "OpenBLAS's own choice: it uses less than the processor has, but no better kernel passed its trial"
            : $"OpenBLAS's own choice, and no other kernel passed its trial either: {own.Fault}";
        return new(null, because, IsWanting: true);
    }

    private bool Passes(string kernel) => attempt(kernel) is { IsRight: true } trial && Same(trial.Kernel, kernel);

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
