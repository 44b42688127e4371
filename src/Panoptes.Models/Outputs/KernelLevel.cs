using Panoptes.Tensors;

namespace Panoptes.Models.Outputs;

/// <summary>
/// What a network that makes kernels says of one map of its pyramid. The tensors belong to the scope in which the network ran.
/// </summary>
/// <param name="Centers">(N, T, h, w): logits of an object's center, for each of the T classes of objects.</param>
/// <param name="Regions">(N, S, h, w): logits of each stuff map.</param>
/// <param name="Kernels">(N, W, h, w): the kernel of every position.</param>
public sealed record KernelLevel(Tensor Centers, Tensor Regions, Tensor Kernels);
