using Panoptes.Models.Detection.Boxes;
using Panoptes.Tensors;

namespace Panoptes.Models.Detection;

/// <summary>
/// Runs the stages one after the other on proposals and takes what is sure: scores are the mean of all stages', boxes the last stage's
/// (Cai and Vasconcelos 2018, section 4; detectron2, CascadeROIHeads and fast_rcnn_inference). Without gradients.
/// </summary>
public static class BoxFinder
{
    /// <summary>The objects of every image, with masks.</summary>
    /// <param name="heads">The stages and the mask head.</param>
    /// <param name="pyramid">The maps, finest first.</param>
    /// <param name="proposals">Of each image (P, 4).</param>
    /// <param name="size">Height and width of the images in pixels.</param>
    /// <param name="config">Thresholds.</param>
    public static IReadOnlyList<FoundBoxes> Find(
        RoiHeads heads, IReadOnlyList<Tensor> pyramid, IReadOnlyList<Tensor> proposals, (int Height, int Width) size, FindingConfig config)
    {
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(proposals);
        ArgumentNullException.ThrowIfNull(config);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var sure = FindBoxes(heads, pyramid, proposals, size, config);
        var masks = OwnMasks(heads, pyramid, [.. sure.Select(each => each.Boxes)], [.. sure.Select(each => each.Classes)]);
        var at = 0L;
        return [.. sure.Select(each =>
        {
            var own = masks.Narrow(0, at, each.Boxes.Size(0));
            at += each.Boxes.Size(0);
            return new FoundBoxes(each.Boxes, each.Scores, each.Classes, own).Return(scope);
        })];
    }

    /// <summary>The boxes of the objects of every image.</summary>
    /// <inheritdoc cref="Find"/>
    public static IReadOnlyList<SureBoxes> FindBoxes(
        RoiHeads heads, IReadOnlyList<Tensor> pyramid, IReadOnlyList<Tensor> proposals, (int Height, int Width) size, FindingConfig config)
    {
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(proposals);
        ArgumentNullException.ThrowIfNull(config);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var (scores, boxes) = Refine(heads, pyramid, proposals, size);
        return [.. scores.Zip(boxes, (score, box) => Sure(score, box, size, config).Return(scope))];
    }

    /// <summary>The masks in boxes, each of its box's class.</summary>
    /// <param name="heads">The mask head among others.</param>
    /// <param name="pyramid">The maps, finest first.</param>
    /// <param name="boxes">Of each image (M, 4).</param>
    /// <param name="classes">Of each image (M) int64: the place of a class among those of objects.</param>
    /// <returns>(sum of M, s, s) float32: the probability that a pixel of the box is inside, images one after the other.</returns>
    public static Tensor OwnMasks(
        RoiHeads heads, IReadOnlyList<Tensor> pyramid, IReadOnlyList<Tensor> boxes, IReadOnlyList<Tensor> classes)
    {
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(classes);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        return scope.Return(OwnMasks(heads.Masks(pyramid, boxes), Ops.Cat([.. classes], 0)).Sigmoid());
    }

    /// <summary>Of boxes that overlap within a class the surest, cut at the image's edges.</summary>
    /// <param name="boxes">Boxes with classes, in any order; finite.</param>
    /// <param name="size">Height and width of the image in pixels.</param>
    /// <param name="config">Which overlap is too much, and how many there may be.</param>
    /// <returns>The surest first; they belong to the innermost open scope.</returns>
    public static SureBoxes Best(SureBoxes boxes, (int Height, int Width) size, FindingConfig config)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentNullException.ThrowIfNull(config);
        using var scope = TensorScope.Open();
        var clipped = boxes with { Boxes = BoxOperations.Clip(boxes.Boxes, size.Height, size.Width) };
        var kept = BatchedNms.Keep(clipped.Boxes, clipped.Scores, clipped.Classes, config.Overlap);
        return clipped.Rows(kept.Narrow(0, 0, Math.Min(kept.Size(0), config.Most))).Return(scope);
    }

    /// <summary>Every stage on the boxes of the one before.</summary>
    /// <returns>
    /// Of each image the mean probabilities (P, T + 1) and the last boxes, (P, 4) or (P, 4 T), not cut at the image's edges.
    /// </returns>
    public static (Tensor[] Scores, Tensor[] Boxes) Refine(
        RoiHeads heads, IReadOnlyList<Tensor> pyramid, IReadOnlyList<Tensor> proposals, (int Height, int Width) size)
    {
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(proposals);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        long[] counts = [.. proposals.Select(boxes => boxes.Size(0))];
        var current = Ops.Cat([.. proposals], 0);
        Tensor? sum = null;
        for (var stage = 0; stage < heads.Coders.Count; stage++)
        {
            current = stage == 0 ? current : BoxOperations.Clip(current, size.Height, size.Width);
            var said = heads.Stage(stage, pyramid, Split(current, counts));
            var probability = said.ClassLogits.To(DType.Float32).Softmax(-1);
            sum = sum is null ? probability : sum + probability;
            current = Moved(heads.Coders[stage], said.Deltas.To(DType.Float32), current);
        }

        return (
            scope.Return(Split(sum! / heads.Coders.Count, counts)),
            scope.Return(Split(current, counts)));
    }

    /// <summary>Boxes where their codes put them.</summary>
    /// <param name="coder">How they are coded.</param>
    /// <param name="deltas">(R, 4) or (R, 4 T).</param>
    /// <param name="boxes">(R, 4).</param>
    /// <returns>The shape of <paramref name="deltas"/>.</returns>
    public static Tensor Moved(BoxCoder coder, Tensor deltas, Tensor boxes)
    {
        ArgumentNullException.ThrowIfNull(coder);
        ArgumentNullException.ThrowIfNull(deltas);
        ArgumentNullException.ThrowIfNull(boxes);
        var each = deltas.Size(1) / 4;
        return each == 1
            ? coder.Decode(deltas, boxes)
            : coder.Decode(deltas.Reshape([-1, 4]), boxes.RepeatInterleave(each, 0)).View([-1, 4 * each]);
    }

    /// <summary>Rows cut into as many as each image has.</summary>
    public static Tensor[] Split(Tensor rows, IReadOnlyList<long> counts)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var at = 0L;
        return [.. counts.Select(count => rows.Narrow(0, (at += count) - count, count))];
    }

    /// <summary>Of the masks of all classes that of each box's own.</summary>
    /// <param name="logits">(R, T, h, w).</param>
    /// <param name="classes">(R) int64.</param>
    /// <returns>(R, h, w) float32 logits.</returns>
    public static Tensor OwnMasks(Tensor logits, Tensor classes)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(classes);
        using var scope = TensorScope.Open();
        var of = classes.View([-1, 1, 1, 1]).Expand([logits.Size(0), 1, logits.Size(2), logits.Size(3)]);
        return scope.Return(logits.To(DType.Float32).Gather(1, of).Squeeze(1));
    }

    private static SureBoxes Sure(Tensor scores, Tensor boxes, (int Height, int Width) size, FindingConfig config)
    {
        using var scope = TensorScope.Open();
        var things = scores.Size(1) - 1;
        var whole = boxes.Isfinite().All(1).LogicalAnd(scores.Isfinite().All(1)).To(DType.Float32).Unsqueeze(1);
        var probability = scores.Narrow(1, 0, things);
        var pairs = probability.Gt(config.Score).To(DType.Float32).Mul(whole).Nonzero();
        var (rows, classes) = (pairs.Select(1, 0), pairs.Select(1, 1));
        var each = boxes.View([-1, boxes.Size(1) / 4, 4]);
        var places = each.Size(1) == 1 ? rows : (rows * things) + classes;
        var likely = each.Reshape([-1, 4]).IndexSelect(0, places);
        var score = probability.Reshape([-1]).IndexSelect(0, (rows * things) + classes);
        return Best(new SureBoxes(likely, score, classes), size, config).Return(scope);
    }
}
