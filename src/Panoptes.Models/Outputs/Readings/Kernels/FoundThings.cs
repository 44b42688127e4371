using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings.Kernels;

/// <summary>Objects that were found in one image, the surest first.</summary>
/// <param name="Classes">The place of each one's class among the classes of objects.</param>
/// <param name="Scores">How sure the network is of each center, 0 to 1.</param>
/// <param name="Vectors">(M, ...): the kernel or the embedding of each.</param>
public sealed record FoundThings(IReadOnlyList<int> Classes, IReadOnlyList<float> Scores, Tensor Vectors)
{
    /// <summary>How many there are.</summary>
    public int Count => Classes.Count;
}
