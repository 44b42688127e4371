using System.Text.Json;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Points;
using Panoptes.Training.Supervision.IntraBatch;
using Panoptes.Training.Supervision.Kernels;
using Panoptes.Training.Supervision.Things;

namespace Panoptes.Parity.Kernels;

/// <summary>
/// Intra-batch supervision of Panoptic FCN: losses and gradients of crops in pairs, of crops at random, and without things.
/// </summary>
internal static class KernelIntraBatch
{
    private const int CenterFactor = 3;
    private const int RegionFactor = 2;

    /// <summary>Runs it.</summary>
    public static IEnumerable<ParityResult> Run(KernelFixture fixture) =>
    [
        .. fixture.Root.GetProperty("cases").EnumerateObject().SelectMany(each => Run(fixture, each.Name, each.Value)),
        .. WithoutThings(fixture),
    ];

    private static List<ParityResult> Run(KernelFixture fixture, string name, JsonElement expected)
    {
        using var scope = TensorScope.Open();
        using var generators = Generators(fixture);
        var leaves = Leaves(fixture);
        var total = Loss(fixture, leaves, generators, Numbers(expected.GetProperty("partner_crop")), withThings: true);
        total.Backward();
        var tolerance = fixture.Root.GetProperty("tolerance");
        var results = new List<ParityResult>
        {
            fixture.Compare(
                $"{name} loss", total.Item(), expected.GetProperty("loss").GetDouble(), tolerance.GetProperty("loss_rel").GetDouble()),
        };
        var worst = new FixtureTolerance(tolerance.GetProperty("grad_rel").GetDouble(), 0, 0, 0);
        foreach (var (leaf, gradient) in Gradients(leaves, generators))
        {
            if (fixture.Fixture.Outputs.TryGetValue($"grad.{name}.{leaf}", out var recorded))
            {
                results.AddRange(
                    OutputComparison.Compare(fixture.Name, $"grad.{name}.{leaf}", recorded, gradient!, fixture.Stored, worst));
            }
        }

        return results;
    }

    private static List<ParityResult> WithoutThings(KernelFixture fixture)
    {
        using var scope = TensorScope.Open();
        using var generators = Generators(fixture);
        var leaves = Leaves(fixture);
        var total = Loss(fixture, leaves, generators, [1, 0, 3, 2], withThings: false);
        total.Backward();
        var expected = fixture.Root.GetProperty("no_thing_anywhere").GetProperty("losses").GetProperty("loss_ibs_th").GetDouble();
        var largest = Gradients(leaves, generators).Max(each => each.Gradient?.Abs().Max().Item() ?? 0);
        return
        [
            new ParityResult(fixture.Name, "loss without things", Math.Abs(total.Item() - expected), 0),
            new ParityResult(fixture.Name, "largest gradient without things", largest, 0),
        ];
    }

    private static IEnumerable<(string Name, Tensor? Gradient)> Gradients(Dictionary<string, Tensor> leaves, Module generators) =>
        leaves.Select(leaf => (leaf.Key, leaf.Value.Grad)).Concat(generators.NamedParameters().Select(p => (p.Name, p.Tensor.Grad)));

    // The weighted loss that the fixture's numbers are of.
    private static Tensor Loss(
        KernelFixture fixture, Dictionary<string, Tensor> leaves, EmbeddingGenerators generators, int[] partners, bool withThings)
    {
        var config = fixture.Config;
        var things = Things(fixture, leaves, generators, withThings);
        var loss = new EmptyMaskLoss(
            new IntraBatchConfig
            {
                FocalAlpha = config.GetProperty("focal_alpha").GetDouble(),
                FocalGamma = config.GetProperty("focal_gamma").GetDouble(),
            },
            points: 0);
        var value = loss.Of(
            things, [.. partners.Select(crop => (int?)crop)], image => things.Features.Select(0, image), new SeededPointDraws(0, 0), 0);
        return value * (things.MaskWeight * config.GetProperty("ibs_weight").GetDouble());
    }

    private static ThingEmbeddings Things(
        KernelFixture fixture, Dictionary<string, Tensor> leaves, EmbeddingGenerators generators, bool withThings)
    {
        var config = fixture.Config;
        var size = Numbers(config.GetProperty("image_size"));
        var things = config.GetProperty("thing_classes").GetInt32();
        var table = new ThingTable(things + config.GetProperty("stuff_classes").GetInt32() - 1, [.. Enumerable.Range(0, things)]);
        var losses = new KernelLossConfig
        {
            MaskWeight = config.GetProperty("segment_weight").GetDouble(),
            Positions = config.GetProperty("positions").GetInt32(),
            Sizes = [.. config.GetProperty("instance_scales").EnumerateArray()
                .Select(range => (IReadOnlyList<double>)[range[0].GetDouble(), range[1].GetDouble()])],
        };
        var levels = Enumerable.Range(0, config.GetProperty("strides").GetArrayLength()).Select(k => new KernelLevel(
            leaves[$"center.{k}"], leaves[$"region.{k}"], leaves[$"weight.{k}"]));
        var outputs = new KernelMaps([.. levels], leaves["encode"], (size[0], size[1]), table, new KernelReadingConfig())
        {
            EmbedThings = generators.Things,
            EmbedStuff = generators.Stuff,
        };
        using var batch = Batch(fixture, size, withThings);
        var truth = new KernelTruths(losses, MaskSource.Instances).Of(batch, outputs);
        return ThingKernels.Of(outputs, truth, losses.Positions, losses.MaskWeight);
    }

    private static Batch Batch(KernelFixture fixture, int[] size, bool withThings)
    {
        var targets = fixture.Root.GetProperty("targets").EnumerateArray().ToArray();
        var instances = targets.Select(target => withThings
            ? (IReadOnlyList<InstanceTarget>)[.. target.GetProperty("things").EnumerateArray().Select(Numbers)
                .Zip(Numbers(target.GetProperty("classes")), (box, category) => Instance(box, category, size))]
            : []);
        var files = new SampleFiles("fixture", fixture.Path, null);
        return new Batch(
            0,
            new Dictionary<string, Tensor> { [Data.Loading.Batch.ImageView] = Tensor.Zeros([targets.Length, 3, size[0], size[1]]) },
            new BatchTargets(Instances: [.. instances]),
            [.. targets.Select((_, n) => new SampleInfo(n, files with { Image = $"crop {n}" }, Geometry.Identity(size[1], size[0])))]);
    }

    private static InstanceTarget Instance(int[] box, int category, int[] size)
    {
        var plane = new Imaging.Plane<byte>(size[1], size[0]);
        for (var y = box[0]; y < box[2]; y++)
        {
            plane.Row(y)[box[1]..box[3]].Fill(1);
        }

        var mask = Imaging.Masks.RunLengthMask.Encode(plane);
        return new InstanceTarget(0, category, false, mask, mask.Box);
    }

    private static Dictionary<string, Tensor> Leaves(KernelFixture fixture) => fixture.Fixture.Inputs.Keys.ToDictionary(
        input => input[(input.IndexOf('.', StringComparison.Ordinal) + 1)..],
        input =>
        {
            var factor = input.Contains("center", StringComparison.Ordinal) ? CenterFactor
                : input.Contains("region", StringComparison.Ordinal) ? RegionFactor : 1;
            var leaf = (fixture.Input(input) * factor).Detach();
            leaf.RequiresGrad = true;
            return leaf;
        });

    private static EmbeddingGenerators Generators(KernelFixture fixture)
    {
        var generators = new EmbeddingGenerators(
            fixture.Config.GetProperty("kernel_dim").GetInt32(), fixture.Config.GetProperty("embed_dim").GetInt32());
        FormulaWeights.Fill(generators, fixture.Fixture);
        return generators;
    }

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];
}
