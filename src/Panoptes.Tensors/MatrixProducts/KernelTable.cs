namespace Panoptes.Tensors.MatrixProducts;

/// <summary>What instructions the kernels of OpenBLAS use, by the names it gives them, and which of them a processor may run.</summary>
internal static class KernelTable
{
    /// <summary>Best first. A kernel that is not here uses no more than SSE4.2 (Prescott, Core2, Nehalem, Barcelona and others).</summary>
    private static readonly (string Name, VectorWidth Width)[] s_kernels =
    [
        ("SapphireRapids", VectorWidth.Avx512),
        ("Cooperlake", VectorWidth.Avx512),
        ("SkylakeX", VectorWidth.Avx512),
        ("Zen", VectorWidth.Avx2),
        ("Haswell", VectorWidth.Avx2),
        ("Excavator", VectorWidth.Avx2),
        ("Steamroller", VectorWidth.Avx),
        ("Piledriver", VectorWidth.Avx),
        ("Bulldozer", VectorWidth.Avx),
        ("Sandybridge", VectorWidth.Avx),
    ];

    /// <summary>What a kernel uses.</summary>
    public static VectorWidth WidthOf(string kernel) =>
        s_kernels.FirstOrDefault(entry => string.Equals(entry.Name, kernel, StringComparison.OrdinalIgnoreCase)) is { Name: not null } known
            ? known.Width
            : VectorWidth.Sse;

    /// <summary>
    /// The kernels that a processor may run, best first, one for each set of instructions that it has. Intel's and AMD's own names, as
    /// OpenBLAS's later versions choose them for processors that its earlier ones do not know.
    /// </summary>
    public static IReadOnlyList<string> For(ProcessorFeatures processor)
    {
        var kernels = new List<string>();
        if (processor.Width >= VectorWidth.Avx512)
        {
            kernels.AddRange(processor.HasBfloat16 ? ["Cooperlake", "SkylakeX"] : ["SkylakeX"]);
        }

        if (processor.Width >= VectorWidth.Avx2)
        {
            kernels.Add(processor.IsAmd ? "Zen" : "Haswell");
        }

        if (processor.Width >= VectorWidth.Avx)
        {
            kernels.Add("Sandybridge");
        }

        return kernels;
    }
}
