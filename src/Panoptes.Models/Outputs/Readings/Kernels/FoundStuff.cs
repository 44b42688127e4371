using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings.Kernels;

/// <summary>Stuff that was found in one image.</summary>
/// <param name="Maps">The stuff map of each, ascending.</param>
/// <param name="Scores">How sure the network is of each, 0 to 1.</param>
/// <param name="Vectors">(M, ...): the kernel or the embedding of each.</param>
public sealed record FoundStuff(IReadOnlyList<int> Maps, IReadOnlyList<float> Scores, Tensor Vectors);
