using Panoptes.Models.Detection;
using Panoptes.Models.Detection.Boxes;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Configuration;
using Panoptes.Training.Losses;
using Panoptes.Training.Matching;

namespace Panoptes.Training.Supervision.Detection;

/// <summary>
/// The loss of a region proposal network (Ren et al. 2015, section 3.1; detectron2/modeling/proposal_generator/rpn.py): of a sample of
/// anchors, whether each is an object's own, and how it must move to be its box.
/// </summary>
/// <param name="config">Thresholds and numbers.</param>
public sealed class ProposalCriterion(DetectionLossConfig config)
{
    /// <summary>The losses <c>loss_rpn_cls</c> and <c>loss_rpn_loc</c>.</summary>
    /// <param name="outputs">What the network put out, with gradients.</param>
    /// <param name="truths">Each image's objects.</param>
    /// <param name="orders">In which order anchors are sampled.</param>
    public IReadOnlyList<NamedLoss> Compute(Detections outputs, IReadOnlyList<TrueObjects> truths, ISampleOrders orders)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(truths);
        ArgumentNullException.ThrowIfNull(orders);
        using var scope = TensorScope.Open();
        var anchors = Ops.Cat([.. outputs.Proposals.Select(level => level.Anchors)], 0);
        var logits = Ops.Cat([.. outputs.Proposals.Select(level => level.FlatObjectness())], 1);
        var deltas = Ops.Cat([.. outputs.Proposals.Select(level => level.FlatDeltas())], 1);
        var (classes, places) = (logits.Narrow(0, 0, 0).Sum(), deltas.Narrow(0, 0, 0).Sum());
        for (var n = 0; n < truths.Count; n++)
        {
            var (own, rest, objects) = Sample(anchors, truths[n], orders, n);
            var device = logits.Device;
            var (ownRows, restRows) = (RowIndices.Of(own, device), RowIndices.Of(rest, device));
            classes = classes + Entropy(logits.Select(0, n).IndexSelect(0, ownRows), 1)
                + Entropy(logits.Select(0, n).IndexSelect(0, restRows), 0);
            if (own.Length > 0)
            {
                var wanted = ProposalGenerator.Coder.Encode(
                    anchors.IndexSelect(0, ownRows), truths[n].Boxes.IndexSelect(0, RowIndices.Of(objects, device)));
                places = places + BoxLoss.SmoothL1(deltas.Select(0, n).IndexSelect(0, ownRows), wanted, beta: 0).Sum();
            }
        }

        var count = (double)config.Anchors * truths.Count;
        return
        [
            new NamedLoss("loss_rpn_cls", scope.Return(classes / count), config.ObjectWeight),
            new NamedLoss("loss_rpn_loc", scope.Return(places / count), config.ObjectWeight),
        ];
    }

    private static Tensor Entropy(Tensor logits, double target) =>
        logits.BinaryCrossEntropyWithLogits(Tensor.Full(logits.Shape, target, DType.Float32, logits.Device), reduction: Reductions.Sum);

    // The anchors that learn: objects' own with the object of each, and of the rest.
    private (int[] Own, int[] Other, int[] Objects) Sample(Tensor anchors, TrueObjects truth, ISampleOrders orders, int image)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var matcher = new ProposalMatcher(config.AnchorBackground, config.AnchorForeground, keepsBest: true);
        var (matches, labels) = matcher.Match(BoxOperations.PairwiseIoU(truth.Boxes, anchors));
        var (own, rest) = ProposalSampling.Draw(
            labels, config.Anchors, config.AnchorPositives, count => orders.Draw(SamplePurpose.Anchors, image, count));
        return (own, rest, [.. own.Select(row => matches[row])]);
    }
}
