namespace Panoptes.Tensors.MatrixProducts;

/// <summary>What a process of its own found out about one kernel.</summary>
/// <param name="Kernel">The kernel that OpenBLAS took; null where the products are another library's.</param>
/// <param name="IsRight">Whether all products were right.</param>
/// <param name="Fault">What was wrong, where something was.</param>
/// <param name="Libraries">The libraries of linear algebra that were loaded, as the loader found them.</param>
internal sealed record KernelTrial(string? Kernel, bool IsRight, string? Fault, IReadOnlyList<string> Libraries);
