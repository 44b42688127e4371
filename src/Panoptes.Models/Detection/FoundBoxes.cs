using Panoptes.Tensors;

namespace Panoptes.Models.Detection;

/// <summary>Objects that were found in one image, the surest first. The tensors belong to the scope in which they were found.</summary>
/// <param name="Boxes">(M, 4): left, top, right and bottom edge in pixels of the network's input.</param>
/// <param name="Scores">(M): the probability of each one's class.</param>
/// <param name="Classes">(M) int64: the place of its class among those of objects.</param>
/// <param name="Masks">(M, s, s): the probability that a pixel of the box is inside.</param>
public sealed record FoundBoxes(Tensor Boxes, Tensor Scores, Tensor Classes, Tensor Masks)
{
    /// <summary>How many there are.</summary>
    public int Count => (int)Boxes.Size(0);

    /// <summary>The same, handed to the scope around another.</summary>
    public FoundBoxes Return(TensorScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.Return(Boxes, Scores, Classes, Masks);
        return this;
    }
}
