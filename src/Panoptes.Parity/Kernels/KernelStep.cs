using System.Text.Json;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;
using Panoptes.Models.Outputs;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.Kernels;

namespace Panoptes.Parity.Kernels;

/// <summary>A training step: targets, losses, every parameter's gradient.</summary>
internal static class KernelStep
{
    private const double Void = 255;

    /// <summary>Runs it.</summary>
    public static IEnumerable<ParityResult> Run(KernelFixture fixture)
    {
        using var network = fixture.Network();
        FormulaWeights.Fill(network, fixture.Fixture);
        var images = fixture.Input(fixture.Fixture.Inputs.Keys.Single());
        using var batch = Batch(fixture, images);
        var step = new StepContext(
            new Dictionary<string, TrainingBatch> { [SampleStream.Labeled] = new(batch, images, null) }, (_, seen) => network.Forward(seen))
        {
            Step = 0,
            IsMeasured = true,
        };
        var config = Losses(fixture.Config);
        var outputs = (KernelMaps)step.Outputs(SampleStream.Labeled);
        var truth = new KernelTruths(config, MaskSource.Segments).Of(batch, outputs);
        var losses = new KernelSupervision(config, MaskSource.Segments).Compute(step);
        var total = losses.Select(loss => loss.Value * loss.Weight).Aggregate((sum, loss) => sum + loss);
        total.Backward();
        var tolerance = fixture.Root.GetProperty("tolerance").GetProperty("loss_rel").GetDouble();
        return
        [
            .. fixture.Compare(Targets(fixture, truth)),
            .. losses.Select(loss => fixture.Compare(
                loss.Name, loss.Value.Item() * loss.Weight,
                fixture.Root.GetProperty("losses").GetProperty(loss.Name).GetDouble(), tolerance)),
            fixture.Compare("loss", total.Item(), fixture.Root.GetProperty("loss").GetDouble(), tolerance),
            .. GradientComparison.Compare(
                fixture.Name, fixture.Fixture, [.. network.NamedParameters().Select(p => (p.Name, p.Tensor.Grad))]),
        ];
    }

    private static KernelLossConfig Losses(JsonElement config) => new()
    {
        PositionWeight = config.GetProperty("loss").GetProperty("position").GetDouble(),
        MaskWeight = config.GetProperty("loss").GetProperty("segment").GetDouble(),
        Positions = config.GetProperty("pos_num").GetInt32(),
        Sizes = [.. config.GetProperty("instance_scales").EnumerateArray()
            .Select(range => (IReadOnlyList<double>)[range[0].GetDouble(), range[1].GetDouble()])],
    };

    // Stuff and then things, painted as rectangles; every rectangle is a segment, stuff of one class in two of them, too.
    private static Batch Batch(KernelFixture fixture, Tensor images)
    {
        var targets = fixture.Root.GetProperty("targets");
        var (height, width) = ((int)images.Size(2), (int)images.Size(3));
        var ids = new int[height * width];
        var segments = new List<SegmentTarget>();
        foreach (var stuff in targets.GetProperty("stuff").EnumerateArray().Select(Numbers))
        {
            Paint(stuff[1..], fixture.Table.StuffMaps[stuff[0]], isThing: false);
        }

        var things = targets.GetProperty("things").EnumerateArray().Select(Numbers);
        foreach (var (thing, category) in things.Zip(Numbers(targets.GetProperty("classes"))))
        {
            Paint(thing, category, isThing: true);
        }

        var files = new SampleFiles("fixture", fixture.Path, null);
        return new Batch(
            0,
            new Dictionary<string, Tensor> { [Data.Loading.Batch.ImageView] = images.Clone() },
            new BatchTargets(Segments: new SegmentTargets(Tensor.From<int>(ids, 1, height, width), [segments])),
            [new SampleInfo(0, files, Geometry.Identity(width, height))]);

        void Paint(int[] box, int category, bool isThing)
        {
            segments.Add(new SegmentTarget(segments.Count + 1, segments.Count + 1, category, isThing, false, 0));
            for (var y = box[0]; y < box[2]; y++)
            {
                ids.AsSpan((y * width) + box[1], box[3] - box[1]).Fill(segments.Count);
            }
        }
    }

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];

    // The reference keeps as many rows for objects as TENSOR_DIM says, with 255 behind the last one, and stuff that is there in front.
    private static Dictionary<string, Tensor> Targets(KernelFixture fixture, KernelTruth truth)
    {
        var rows = fixture.Config.GetProperty("tensor_dim").GetInt32();
        var outputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var image = truth.Images[0];
        for (var k = 0; k < truth.Levels.Count; k++)
        {
            var level = truth.Levels[k];
            var masks = Tensor.Full([1, rows, image.Things.Size(1), image.Things.Size(2)], Void);
            var (isThere, classes) = (new float[rows], new float[rows]);
            for (var row = 0; row < level.Things.Count; row++)
            {
                masks.Select(0, 0).Select(0, row).CopyInPlace(image.Things.Select(0, level.Things[row].Thing));
                (isThere[row], classes[row]) = (1, level.Things[row].Class);
            }

            var stuff = level.StuffScores.ZerosLike();
            var labels = image.Stuff.ZerosLike().Unsqueeze(0);
            var isShown = new float[fixture.Table.StuffMaps.Count];
            for (var row = 0; row < level.Stuff.Count; row++)
            {
                var map = level.Stuff[row].Map;
                stuff.Select(1, row).CopyInPlace(level.StuffScores.Select(1, map).Gt(0).To(DType.Float32));
                labels.Select(1, row).CopyInPlace(image.Stuff.Select(0, map).Unsqueeze(0));
                isShown[row] = 1;
            }

            outputs[$"gt.center.{k}"] = level.Centers;
            outputs[$"gt.inst.{k}"] = masks;
            outputs[$"gt.index_mask.{k}"] = Tensor.From(isThere, 1, rows);
            outputs[$"gt.class.{k}"] = Tensor.From(classes, 1, rows);
            outputs[$"gt.sem_scores.{k}"] = level.StuffScores;
            outputs[$"gt.sem_masks.{k}"] = stuff;
            outputs[$"gt.sem_labels.{k}"] = labels;
            outputs[$"gt.sem_index.{k}"] = Tensor.From(isShown, 1, isShown.Length);
        }

        return outputs;
    }
}
