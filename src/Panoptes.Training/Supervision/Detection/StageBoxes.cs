using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Detection;

/// <summary>The boxes of one image that a stage learns from, matched with the truth. Without gradients.</summary>
/// <param name="Boxes">(R, 4).</param>
/// <param name="Classes">For each box the place of its class among those of objects; their number for background.</param>
/// <param name="Objects">For each box the place of the object that it overlaps most; 0 where the image has none.</param>
public sealed record StageBoxes(Tensor Boxes, long[] Classes, int[] Objects)
{
    /// <summary>The rows of boxes that are objects' own, in their order.</summary>
    /// <param name="things">How many classes of objects there are.</param>
    public int[] Own(int things) => [.. Enumerable.Range(0, Classes.Length).Where(row => Classes[row] < things)];
}
