using System.Text.Json;
using Panoptes.Models.Detection;
using Panoptes.Models.Detection.Boxes;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings.Boxes;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Matching;
using Panoptes.Training.Supervision.Detection;

namespace Panoptes.Parity.TwoStage;

/// <summary>The stages alone with the drop loss, on given maps and proposals: what is compared and dropped, losses and gradients.</summary>
internal static class DropLossCase
{
    private const double OverlapTolerance = 1e-4;

    /// <summary>Runs it.</summary>
    public static IEnumerable<ParityResult> Run(TwoStageFixture fixture)
    {
        using var heads = new Heads(fixture.Heads);
        FormulaWeights.Fill(heads, fixture.Fixture);
        Tensor[] pyramid = [.. fixture.Fixture.Inputs.Keys.Select(name => fixture.Input(name) * 4)];
        foreach (var map in pyramid)
        {
            map.RequiresGrad = true;
        }

        using var batch = PaintedTargets.Of(fixture, Tensor.Zeros([2, 3, 4 * pyramid[0].Size(2), 4 * pyramid[0].Size(3)]));
        var truths = DetectionTruth.Objects(batch, MaskSource.Segments, fixture.Table, Device.Cpu);
        Tensor[] proposals = [.. fixture.Root.GetProperty("proposals").EnumerateArray().Select(TwoStageFixture.Boxes)];
        var said = new List<(IReadOnlyList<Tensor> Boxes, BoxPrediction Prediction)>();
        var outputs = Outputs(fixture, heads.Roi, pyramid, said);
        var losses = new StageCriterion(fixture.Losses).Compute(outputs, truths, proposals, new InOrder());
        var total = losses.Where(loss => loss.Weight > 0).Select(loss => loss.Value * loss.Weight).Aggregate((sum, loss) => sum + loss);
        total.Backward();
        var named = fixture.Fixture.Inputs.Keys.Zip(pyramid).ToDictionary(
            pair => $"grad.{pair.First}", pair => pair.Second.Grad ?? pair.Second.ZerosLike());
        for (var stage = 0; stage < said.Count; stage++)
        {
            named[$"stage{stage}.proposal_boxes"] = Ops.Cat([.. said[stage].Boxes], 0);
            named[$"stage{stage}.cls_score"] = said[stage].Prediction.ClassLogits;
            named[$"stage{stage}.bbox_pred"] = said[stage].Prediction.Deltas;
        }

        var expected = fixture.Root.GetProperty("losses");
        return
        [
            .. fixture.Compare(named),
            .. Enumerable.Range(0, said.Count).SelectMany(stage => Dropped(fixture, outputs.Coders[stage], said[stage], truths, stage)),
            .. losses.Where(loss => loss.Weight > 0).Select(loss => fixture.Compare(
                loss.Name, loss.Value.Item(), expected.GetProperty(loss.Name).GetDouble(), fixture.Fixture.Tolerance.Output)),
            fixture.Compare("loss", total.Item(), fixture.Root.GetProperty("loss").GetDouble(), fixture.Fixture.Tolerance.Output),
            .. GradientComparison.Compare(
                fixture.Name, fixture.Fixture, [.. heads.NamedParameters().Select(p => (p.Name, p.Tensor.Grad))]),
        ];
    }

    // Classes, the largest overlap of every moved box with what it is compared with, and which are dropped.
    private static IEnumerable<ParityResult> Dropped(
        TwoStageFixture fixture, BoxCoder coder, (IReadOnlyList<Tensor> Boxes, BoxPrediction Prediction) said,
        IReadOnlyList<TrueObjects> truths, int stage)
    {
        var expected = fixture.Root.GetProperty($"stage{stage}");
        var matching = new StageMatching(fixture.Losses, fixture.Things);
        StageBoxes[] matched = [.. said.Boxes.Select((boxes, n) =>
            matching.Matched(boxes, truths[n], fixture.Losses.StageOverlaps[stage]))];
        yield return fixture.Count(
            $"classes of stage {stage}", [.. matched.SelectMany(boxes => boxes.Classes)],
            [.. expected.GetProperty("gt_classes").EnumerateArray().SelectMany(FixtureJson.Integers).Select(number => (long)number)],
            (one, other) => one == other);
        if (expected.GetProperty("weights").ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        var counts = said.Boxes.Select(boxes => boxes.Size(0)).ToArray();
        var moved = BoxFinder.Split(BoxFinder.Moved(coder, said.Prediction.Deltas, Ops.Cat([.. said.Boxes], 0)), counts);
        Tensor[] compared = [.. matched.Select((boxes, n) => DropLoss.ReleasedObjects(truths[n].Count == 0
            ? Tensor.Zeros([counts[n], 4])
            : truths[n].Boxes.IndexSelect(0, Tensor.From<long>(Array.ConvertAll(boxes.Objects, row => (long)row), counts[n]))))];
        yield return fixture.Count(
            $"objects compared in stage {stage}", [.. compared.SelectMany(boxes => boxes.ToArray<float>())],
            [.. expected.GetProperty("gt_boxes_compared").EnumerateArray()
                .SelectMany(boxes => TwoStageFixture.Boxes(boxes).ToArray<float>())],
            (one, other) => one == other);
        double[] overlaps = [.. moved.SelectMany((boxes, n) =>
            BoxOperations.PairwiseIoU(boxes, compared[n]).Max(1).Item1.ToArray<double>())];
        yield return fixture.Count(
            $"overlaps of stage {stage}", overlaps, TwoStageFixture.Numbers(expected.GetProperty("iou_max")),
            (one, other) => Math.Abs(one - other) <= OverlapTolerance);
        yield return fixture.Count(
            $"weights of stage {stage}",
            [.. moved.SelectMany((boxes, n) => DropLoss.Weights(boxes, compared[n], fixture.Losses.DropIou!.Value).ToArray<double>())],
            TwoStageFixture.Numbers(expected.GetProperty("weights")), (one, other) => one == other);
    }

    private static Detections Outputs(
        TwoStageFixture fixture, RoiHeads heads, Tensor[] pyramid, List<(IReadOnlyList<Tensor>, BoxPrediction)> said)
    {
        var size = ((int)(4 * pyramid[0].Size(2)), (int)(4 * pyramid[0].Size(3)));
        return new Detections([], null, size, size, fixture.Table, new BoxReadingConfig())
        {
            Pyramid = pyramid,
            Propose = () => [],
            Coders = heads.Coders,
            Stage = (stage, boxes) =>
            {
                var prediction = heads.Stage(stage, pyramid, boxes);
                said.Add(([.. boxes.Select(each => each.Alias().Keep())], new BoxPrediction(
                    prediction.ClassLogits.Alias().Keep(), prediction.Deltas.Alias().Keep())));
                return prediction;
            },
            Masks = boxes => heads.Masks(pyramid, boxes),
            Find = _ => [],
        };
    }

    private sealed class Heads : Module
    {
        public Heads(DetectorConfig config) => Roi = Child("roi_heads", new RoiHeads(config));

        public RoiHeads Roi { get; }
    }
}
