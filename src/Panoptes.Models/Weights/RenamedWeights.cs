using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>A network's tensors under another program's names.</summary>
/// <param name="Tensors">What the program has a place for.</param>
/// <param name="Left">This library's names of what it has none for.</param>
public sealed record RenamedWeights(IReadOnlyList<(string Name, Tensor Tensor)> Tensors, IReadOnlyList<string> Left);
