using Panoptes.Models.Detection;
using Panoptes.Models.Detection.Boxes;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Readings.Boxes;
using Panoptes.Models.Segmenters;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.TwoStage;

/// <summary>The network by names, shapes and what comes out of each part on given boxes, and what is read from that.</summary>
internal static class TwoStageNetwork
{
    // The fixture's note: orderings and overlaps decide which proposals stay, and float noise can flip them.
    private const double ProposalShare = 0.02;
    private const string OfProposals = "proposals.";

    /// <summary>Runs it.</summary>
    public static IEnumerable<ParityResult> Run(TwoStageFixture fixture)
    {
        var post = fixture.Root.GetProperty("post");
        var network = fixture.Network(post.GetProperty("stuff_area_limit").GetInt32());
        ParityResult[] read = [];
        using var model = new FixtureModel(
            network,
            images =>
            {
                var size = ((int)images.Size(2), (int)images.Size(3));
                var pyramid = network.Backbone.Forward(images);
                var outputs = network.Predict(pyramid, size, size);
                var boxes = TwoStageFixture.Boxes(fixture.Root.GetProperty("fixed_proposals"));
                var named = Maps(pyramid, outputs);
                AddStages(named, network, pyramid, boxes, size);
                var onThese = outputs with { Found = outputs.Find([boxes]) };
                read = [Proposals(fixture, outputs), .. Read(fixture, onThese, size, named)];
                return named;
            },
            [],
            0);
        var rest = fixture.Fixture with
        {
            Outputs = fixture.Fixture.Outputs.Where(output => !output.Key.StartsWith(OfProposals, StringComparison.Ordinal)).ToDictionary(),
        };
        return [.. new ModelFixtureRun(fixture.Path, fixture.Name, rest, model).Run(), .. read];
    }

    private static Dictionary<string, Tensor> Maps(Tensor[] pyramid, Detections outputs)
    {
        var named = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var k = 0; k < pyramid.Length; k++)
        {
            named[$"features.p{k + 2}"] = pyramid[k];
            named[$"rpn.objectness_logits.{k}"] = outputs.Proposals[k].Objectness;
            named[$"rpn.anchor_deltas.{k}"] = outputs.Proposals[k].Deltas;
        }

        named["sem_seg_logits"] = Upsampling.ToSize(outputs.Semantic!, outputs.PaddedSize.Height, outputs.PaddedSize.Width);
        return named;
    }

    private static void AddStages(
        Dictionary<string, Tensor> named, MaskRcnn network, Tensor[] pyramid, Tensor boxes, (int Height, int Width) size)
    {
        var current = boxes;
        for (var stage = 0; stage < network.Heads.Coders.Count; stage++)
        {
            current = stage == 0 ? current : BoxOperations.Clip(current, size.Height, size.Width);
            var said = network.Heads.Stage(stage, pyramid, [current]);
            named[$"fixed.stage{stage}.input_boxes"] = current;
            named[$"fixed.stage{stage}.cls_score"] = said.ClassLogits;
            named[$"fixed.stage{stage}.bbox_pred"] = said.Deltas;
            named[$"fixed.stage{stage}.probs"] = said.ClassLogits.Softmax(-1);
            named[$"fixed.stage{stage}.boxes"] = current = BoxFinder.Moved(network.Heads.Coders[stage], said.Deltas, current);
        }

        named["fixed.mean_probs"] = BoxFinder.Refine(network.Heads, pyramid, [boxes], size).Scores[0];
        named["fixed.mask_logits"] = network.Heads.Masks(pyramid, [boxes]);
        var things = network.Config.Things;
        named["fixed.masks"] = Ops.Stack([.. Enumerable.Range(0, (int)boxes.Size(0))
            .Select(i => named["fixed.mask_logits"].Select(0, i).Narrow(0, i % things, 1).Sigmoid())]);
        named["fixed.box_pooled"] = network.Heads.Shown(pyramid, [boxes]);
    }

    private static ParityResult Proposals(TwoStageFixture fixture, Detections outputs) => fixture.Missing(
        "proposals", outputs.Propose()[0].Boxes,
        fixture.Stored!.ReadTensor(fixture.Stored.Find($"{OfProposals}boxes")!), ProposalShare);

    private static IEnumerable<ParityResult> Read(
        TwoStageFixture fixture, Detections outputs, (int Height, int Width) inner, Dictionary<string, Tensor> named)
    {
        var post = fixture.Root.GetProperty("post");
        int[] outer = FixtureJson.Integers(post.GetProperty("output_size"));
        var size = new ReadingSize(inner.Height, inner.Width, outer[0], outer[1]);
        var found = outputs.Objects(0);
        var scale = Tensor.From([(float)outer[1] / inner.Width, (float)outer[0] / inner.Height], 2).Repeat([2]);
        var logits = BoxReading.SemanticLogits(outputs, 0, size);
        (named["detections.boxes"], named["detections.scores"], named["detections.classes"]) = (found.Boxes, found.Scores, found.Classes);
        named["post.boxes"] = BoxOperations.Clip(found.Boxes * scale, outer[0], outer[1]);
        named["post.masks"] = Ops.Stack([.. Enumerable.Range(0, found.Count).Select(row => MaskPasting.Paste(
            found.Masks.Narrow(0, row, 1), named["post.boxes"].Narrow(0, row, 1), outer[0], outer[1], 0.5).Squeeze(0).To(DType.UInt8))]);
        named["post.sem_seg_argmax"] = logits.Max(0).Item2;
        var merged = outputs.Panoptic(
            0, size, _ => true, new PanopticOptions
            {
                ObjectScore = fixture.Config.GetProperty("combine")
                .GetProperty("instances_confidence_thresh").GetDouble()
            });
        named["post.panoptic_seg"] = Tensor.From<int>(merged.Ids.Pixels, outer[0], outer[1]);
        return
        [
            .. SegmentMergeCase.Segments(fixture, merged, outputs.Classes, post.GetProperty("segments_info")),
            fixture.Count(
                "areas of masks",
                [.. Enumerable.Range(0, found.Count).Select(row => named["post.masks"].Select(0, row).Sum().ItemInt64())],
                [.. post.GetProperty("mask_areas").EnumerateArray().Select(area => area.GetInt64())],
                (own, wanted) => own == wanted),
        ];
    }
}
