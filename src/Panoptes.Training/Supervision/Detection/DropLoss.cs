using Panoptes.Models.Detection.Boxes;
using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Detection;

/// <summary>
/// Which boxes are told their class: those that overlap a labeled object. What overlaps none may be an object that the labels lack, and
/// is not told that it is background (Wang et al. 2023, "Cut and learn for unsupervised object detection and instance segmentation",
/// section 3.3, as CUPS has it).
/// </summary>
public static class DropLoss
{
    /// <summary>The weight of every box.</summary>
    /// <param name="moved">(R, 4): boxes where the stage moves them.</param>
    /// <param name="objects">(G, 4): the labeled objects of their image.</param>
    /// <param name="least">A box counts whose largest IoU with an object is above this.</param>
    /// <param name="whereEmpty">The weight of the boxes of an image without an object.</param>
    /// <returns>(R) float32: 1 or 0, without gradients.</returns>
    public static Tensor Weights(Tensor moved, Tensor objects, double least, double whereEmpty = 0)
    {
        ArgumentNullException.ThrowIfNull(moved);
        ArgumentNullException.ThrowIfNull(objects);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        return scope.Return(objects.Size(0) == 0
            ? Tensor.Full([moved.Size(0)], whereEmpty, DType.Float32, moved.Device)
            : WeightsOf(BoxOperations.PairwiseIoU(moved.Detach(), objects).Max(1).Item1, least));
    }

    /// <summary>The weight of every box by its largest IoU with an object.</summary>
    /// <param name="overlaps">(R).</param>
    /// <param name="least">A box counts whose IoU is above this: equal is dropped.</param>
    /// <returns>(R) float32: 1 or 0.</returns>
    public static Tensor WeightsOf(Tensor overlaps, double least)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        return overlaps.Gt(least).To(DType.Float32);
    }

    /// <summary>The weighted mean of the losses of boxes; dropped ones stay in the denominator.</summary>
    /// <param name="losses">(R).</param>
    /// <param name="weights">(R), or null for 1.</param>
    /// <returns>A tensor without dimensions; 0 where there is no box.</returns>
    public static Tensor Mean(Tensor losses, Tensor? weights)
    {
        ArgumentNullException.ThrowIfNull(losses);
        using var scope = TensorScope.Open();
        return scope.Return((weights is null ? losses : losses * weights).Sum() / Math.Max(1, losses.Size(0)));
    }

    /// <summary>
    /// The objects that the released code of CUPS compares with in place of the labeled ones: the first rows of the objects that boxes
    /// were matched with, as many as there are different ones among the first 100, which may lack some (custom_cascade_rcnn.py).
    /// </summary>
    /// <param name="matched">(R, 4): for each box the object that it overlaps most; of an image without objects zeros.</param>
    public static Tensor ReleasedObjects(Tensor matched)
    {
        const int Looked = 100;
        ArgumentNullException.ThrowIfNull(matched);
        using var scope = TensorScope.Open();
        var rows = matched.Narrow(0, 0, Math.Min(Looked, matched.Size(0))).ToArray<float>().Chunk(4)
            .Select(row => (row[0], row[1], row[2], row[3])).Distinct().Count();
        return scope.Return(matched.Narrow(0, 0, rows));
    }
}
