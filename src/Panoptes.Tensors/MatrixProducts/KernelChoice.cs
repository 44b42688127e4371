namespace Panoptes.Tensors.MatrixProducts;

/// <summary>Which of OpenBLAS's kernels matrix products run on, and why.</summary>
/// <param name="Kernel">The kernel's name to ask OpenBLAS for, or null to leave it to OpenBLAS.</param>
/// <param name="Reason">Why, in a few words.</param>
/// <param name="IsWanting">Whether the processor has more than the kernel uses, or the kernel computes what is wrong, and nothing better
/// can be had.</param>
public sealed record KernelChoice(string? Kernel, string Reason, bool IsWanting = false);
