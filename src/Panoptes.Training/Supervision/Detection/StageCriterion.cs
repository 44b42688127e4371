using Panoptes.Models.Detection;
using Panoptes.Models.Detection.Boxes;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Configuration;
using Panoptes.Training.Losses;

namespace Panoptes.Training.Supervision.Detection;

/// <summary>
/// The losses of the stages and of the mask head (Cai and Vasconcelos 2018, section 4; He et al. 2017, section 3; detectron2,
/// roi_heads/cascade_rcnn.py, fast_rcnn.py, mask_head.py): each stage learns from the boxes of the one before, matched anew, and masks from
/// the first stage's.
/// </summary>
/// <param name="config">Thresholds and numbers.</param>
/// <param name="withMasks">Whether the mask head has a loss.</param>
public sealed class StageCriterion(DetectionLossConfig config, bool withMasks = true)
{
    /// <summary>The losses <c>loss_cls</c> and <c>loss_box_reg</c>, of several stages <c>loss_cls_stage0</c> ..., and
    /// <c>loss_mask</c> if masks teach.</summary>
    /// <param name="outputs">What the network put out, with gradients.</param>
    /// <param name="truths">Each image's objects.</param>
    /// <param name="proposals">Of each image (P, 4), the likeliest first.</param>
    /// <param name="orders">In which order proposals are sampled.</param>
    public IReadOnlyList<NamedLoss> Compute(
        Detections outputs, IReadOnlyList<TrueObjects> truths, IReadOnlyList<Tensor> proposals, ISampleOrders orders)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(truths);
        using var scope = TensorScope.Open();
        var matching = new StageMatching(config, outputs.Classes.Things.Count);
        var first = matching.Sample(proposals, truths, orders);
        var (boxes, losses) = (first, new List<NamedLoss>());
        for (var stage = 0; stage < outputs.Coders.Count; stage++)
        {
            var (own, moved) = Stage(outputs, stage, boxes, truths);
            losses.AddRange(own);
            if (stage + 1 < outputs.Coders.Count)
            {
                boxes = matching.Next(moved, truths, stage + 1, outputs.Size);
            }
        }

        if (withMasks)
        {
            var (value, drawn) = Masks(outputs, first, truths);
            losses.Add(new NamedLoss("loss_mask", value, config.ObjectWeight) { Over = new LossDivisor(drawn) });
        }

        foreach (var loss in losses)
        {
            scope.Return(loss.Value);
        }

        return losses;
    }

    // A stage's losses, and its boxes where it moves them.
    private (IReadOnlyList<NamedLoss> Losses, Tensor[] Moved) Stage(
        Detections outputs, int stage, StageBoxes[] boxes, IReadOnlyList<TrueObjects> truths)
    {
        using var scope = TensorScope.Open();
        var things = outputs.Classes.Things.Count;
        var said = outputs.Stage(stage, [.. boxes.Select(each => each.Boxes)]);
        var (logits, deltas) = (said.ClassLogits.To(DType.Float32), said.Deltas.To(DType.Float32));
        var all = Ops.Cat([.. boxes.Select(each => each.Boxes)], 0);
        long[] classes = [.. boxes.SelectMany(each => each.Classes)];
        var moved = Moved(outputs.Coders[stage], deltas, all, boxes);
        var weights = Weights(stage, boxes, truths, moved);
        var entropy = logits.CrossEntropyLoss(Tensor.From<long>(classes, classes.Length).To(logits.Device), null, Reductions.None);
        var name = outputs.Coders.Count == 1 ? "" : FormattableString.Invariant($"_stage{stage}");
        var own = Rows(boxes, things);
        var over = new LossDivisor(classes.Length, Least: 1);
        var losses = new List<NamedLoss>
        {
            new($"loss_cls{name}", scope.Return(DropLoss.Mean(entropy, weights)), config.ObjectWeight) { Over = over },
            new(
                $"loss_box_reg{name}",
                scope.Return(Places(outputs.Coders[stage], deltas, all, boxes, truths, own, classes) / Math.Max(1, classes.Length)),
                config.ObjectWeight)
            {
                Over = over,
            },
        };
        if (weights is not null && classes.Length > 0)
        {
            losses.Add(NamedLoss.Measure($"dropped{name}", scope.Return(1 - weights.Mean())) with { Over = over });
        }

        return (losses, scope.Return(moved));
    }

    private static Tensor[] Moved(BoxCoder coder, Tensor deltas, Tensor all, StageBoxes[] boxes)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        return scope.Return(BoxFinder.Split(
            BoxFinder.Moved(coder, deltas.Detach(), all), [.. boxes.Select(each => each.Boxes.Size(0))]));
    }

    // Which boxes are told their class; null is all.
    private Tensor? Weights(int stage, StageBoxes[] boxes, IReadOnlyList<TrueObjects> truths, Tensor[] moved)
    {
        if (config.DropIou is not { } least || (config.DropAsReleased && stage == 0 && truths.Any(truth => truth.Count == 0)))
        {
            return null;
        }

        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        return scope.Return(Ops.Cat([.. moved.Select((each, n) => DropLoss.Weights(
            each,
            config.DropAsReleased && truths[n].Count > 0 ? DropLoss.ReleasedObjects(Matched(boxes[n], truths[n])) : truths[n].Boxes,
            least,
            config.DropWithoutObjects || config.DropAsReleased ? 0 : 1))], 0));
    }

    private static Tensor Matched(StageBoxes boxes, TrueObjects truth) =>
        truth.Boxes.IndexSelect(0, RowIndices.Of(boxes.Objects, truth.Boxes.Device));

    // The rows of objects' own boxes among those of all images, with image and place in it.
    private static (int Row, int Image, int Place)[] Rows(StageBoxes[] boxes, int things)
    {
        var at = 0;
        var rows = new List<(int, int, int)>();
        for (var n = 0; n < boxes.Length; n++)
        {
            rows.AddRange(boxes[n].Own(things).Select(place => (at + place, n, place)));
            at += boxes[n].Classes.Length;
        }

        return [.. rows];
    }

    private static Tensor Places(
        BoxCoder coder, Tensor deltas, Tensor all, StageBoxes[] boxes, IReadOnlyList<TrueObjects> truths,
        (int Row, int Image, int Place)[] own, long[] classes)
    {
        using var scope = TensorScope.Open();
        if (own.Length == 0)
        {
            return scope.Return(deltas.Sum() * 0);
        }

        var device = deltas.Device;
        var rows = RowIndices.Of(own.Select(each => each.Row), device);
        var each = deltas.Size(1) / 4;
        var said = each == 1
            ? deltas.IndexSelect(0, rows)
            : deltas.View([-1, 4]).IndexSelect(0, RowIndices.Of(own.Select(row => (row.Row * each) + classes[row.Row]), device));
        var wanted = Ops.Cat([.. own.GroupBy(row => row.Image).Select(group => truths[group.Key].Boxes.IndexSelect(
            0, RowIndices.Of(group.Select(row => boxes[row.Image].Objects[row.Place]), device)))], 0);
        return scope.Return(BoxLoss.SmoothL1(said, coder.Encode(all.IndexSelect(0, rows), wanted), beta: 0).Sum());
    }

    // The mean over the drawn elements, and how many those are.
    private static (Tensor Value, long Drawn) Masks(Detections outputs, StageBoxes[] boxes, IReadOnlyList<TrueObjects> truths)
    {
        using var scope = TensorScope.Open();
        var things = outputs.Classes.Things.Count;
        int[][] own = [.. boxes.Select(each => each.Own(things))];
        Tensor[] chosen = [.. boxes.Select((each, n) => each.Boxes.IndexSelect(0, RowIndices.Of(own[n], each.Boxes.Device)))];
        var logits = outputs.Masks(chosen);
        var side = (int)logits.Size(3);
        if (logits.Size(0) == 0)
        {
            return (scope.Return(logits.To(DType.Float32).Sum() * 0), 0);
        }

        var classes = RowIndices.Of(boxes.SelectMany((each, n) => own[n].Select(row => each.Classes[row])), logits.Device);
        var said = BoxFinder.OwnMasks(logits, classes);
        var wanted = Ops.Cat([.. boxes.Select((each, n) =>
            truths[n].MasksIn(chosen[n], [.. own[n].Select(row => each.Objects[row])], side))], 0);
        return (scope.Return(said.BinaryCrossEntropyWithLogits(wanted, reduction: Reductions.Sum) / wanted.Count), wanted.Count);
    }
}
