using Panoptes.Models.Detection.Boxes;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;

namespace Panoptes.Training.Supervision.Detection;

/// <summary>
/// Which boxes the stages learn from: a sample of the proposals and the true boxes, then each stage's own boxes (detectron2,
/// ROIHeads.label_and_sample_proposals, CascadeROIHeads). Without gradients.
/// </summary>
/// <param name="config">Thresholds and numbers.</param>
/// <param name="things">How many classes of objects there are.</param>
public sealed class StageMatching(DetectionLossConfig config, int things)
{
    /// <summary>The first stage's boxes: of each image objects' own, then the rest.</summary>
    /// <param name="proposals">Of each image (P, 4).</param>
    /// <param name="truths">Each image's objects, whose boxes are candidates, too.</param>
    /// <param name="orders">In which order candidates are taken.</param>
    public StageBoxes[] Sample(IReadOnlyList<Tensor> proposals, IReadOnlyList<TrueObjects> truths, ISampleOrders orders)
    {
        ArgumentNullException.ThrowIfNull(proposals);
        ArgumentNullException.ThrowIfNull(truths);
        ArgumentNullException.ThrowIfNull(orders);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        return [.. proposals.Select((boxes, n) =>
        {
            var all = Matched(Ops.Cat([boxes, truths[n].Boxes], 0), truths[n], config.StageOverlaps[0]);
            sbyte[] labels =
                [.. all.Classes.Select(category => category < things ? ProposalMatcher.Foreground : ProposalMatcher.Background)];
            var (own, rest) = ProposalSampling.Draw(
                labels, config.Proposals, config.ProposalPositives, count => orders.Draw(SamplePurpose.Proposals, n, count));
            int[] kept = [.. own, .. rest];
            return new StageBoxes(
                scope.Return(all.Boxes.IndexSelect(0, RowIndices.Of(kept, all.Boxes.Device))),
                [.. kept.Select(row => all.Classes[row])],
                [.. kept.Select(row => all.Objects[row])]);
        })];
    }

    /// <summary>The boxes of a later stage: those of the one before, cut at the image's edges and matched anew.</summary>
    /// <param name="moved">Of each image (R, 4), where the stage before moved its boxes.</param>
    /// <param name="truths">Each image's objects.</param>
    /// <param name="stage">Which stage they are for.</param>
    /// <param name="size">Height and width of the images.</param>
    public StageBoxes[] Next(IReadOnlyList<Tensor> moved, IReadOnlyList<TrueObjects> truths, int stage, (int Height, int Width) size)
    {
        ArgumentNullException.ThrowIfNull(moved);
        ArgumentNullException.ThrowIfNull(truths);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        return [.. moved.Select((boxes, n) =>
        {
            var clipped = BoxOperations.Clip(boxes, size.Height, size.Width);
            var whole = BoxOperations.NonEmpty(clipped).Nonzero().Flatten();
            var matched = Matched(clipped.IndexSelect(0, whole), truths[n], config.StageOverlaps[stage]);
            scope.Return(matched.Boxes);
            return matched;
        })];
    }

    /// <summary>Boxes with the object that each overlaps most, whose class it has where that is enough.</summary>
    /// <param name="boxes">(R, 4).</param>
    /// <param name="truth">The image's objects.</param>
    /// <param name="overlap">The least IoU of an object's own box.</param>
    public StageBoxes Matched(Tensor boxes, TrueObjects truth, double overlap)
    {
        ArgumentNullException.ThrowIfNull(truth);
        var (matches, labels) = new ProposalMatcher(overlap, overlap).Match(BoxOperations.PairwiseIoU(truth.Boxes, boxes));
        return new StageBoxes(
            boxes,
            [.. matches.Select((match, row) => labels[row] == ProposalMatcher.Foreground ? truth.Classes[match] : (long)things)],
            matches);
    }
}
