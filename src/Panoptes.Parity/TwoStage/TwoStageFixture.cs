using System.Text.Json;
using Panoptes.Models.Backbones.Detectron;
using Panoptes.Models.Backbones.Pyramid;
using Panoptes.Models.Detection;
using Panoptes.Models.Detection.Boxes;
using Panoptes.Models.Layers;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings.Boxes;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;

namespace Panoptes.Parity.TwoStage;

/// <summary>A fixture of a two-stage detector.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Root">Its document.</param>
/// <param name="Fixture">What it has in common with models' fixtures.</param>
/// <param name="Stored">Its safetensors file, or null.</param>
internal sealed record TwoStageFixture(string Path, JsonElement Root, ModelFixture Fixture, WeightFile? Stored)
    : StoredFixture(Path, Root, Fixture, Stored)
{
    /// <summary>Classes of objects.</summary>
    public int Things => MmsegConfig.Int(Config, "num_thing_classes", 0);

    /// <summary>Stuff first, then objects, as CUPS counts pseudo-classes.</summary>
    public ThingTable Table
    {
        get
        {
            var stuff = MmsegConfig.Int(Config, "num_semantic_classes", 1) - 1;
            return new ThingTable(stuff + Things, [.. Enumerable.Range(stuff, Things)]);
        }
    }

    /// <summary>Settings of the heads.</summary>
    public DetectorConfig Heads => new()
    {
        Things = Things,
        SemanticMaps = MmsegConfig.Int(Config, "num_semantic_classes", 0),
        Stages = [.. Config.GetProperty("cascade_bbox_reg_weights").EnumerateArray().Select(Numbers)
            .Select(weights => new BoxCoder(weights[0], weights[1], weights[2], weights[3]))],
        ClassAgnosticBoxes = true,
        Proposals = Proposals,
    };

    /// <summary>The losses that the settings describe.</summary>
    public DetectionLossConfig Losses => new()
    {
        Proposals = MmsegConfig.Int(Config, "roi_batch_size_per_image", 512),
        ProposalPositives = Config.GetProperty("roi_positive_fraction").GetDouble(),
        StageOverlaps = Numbers(Config.GetProperty("cascade_ious")),
        DropIou = Config.GetProperty("drop_loss")[0].GetBoolean() ? Config.GetProperty("drop_loss")[1].GetDouble() : null,
        DropAsReleased = true,
    };

    private ProposalConfig Proposals => !Config.TryGetProperty("rpn", out var rpn) ? new() : new()
    {
        AnchorSizes = [.. Config.GetProperty("anchor_sizes").EnumerateArray().Select(sizes => sizes[0].GetDouble())],
        AspectRatios = Numbers(Config.GetProperty("aspect_ratios")[0]),
        CandidatesInTraining = rpn.GetProperty("pre_nms_topk")[0].GetInt32(),
        Candidates = rpn.GetProperty("pre_nms_topk")[1].GetInt32(),
        MostInTraining = rpn.GetProperty("post_nms_topk")[0].GetInt32(),
        Most = rpn.GetProperty("post_nms_topk")[1].GetInt32(),
        Overlap = rpn.GetProperty("nms_thresh").GetDouble(),
    };

    /// <summary>The network that the settings describe.</summary>
    /// <param name="stuffArea">The fewest pixels of stuff.</param>
    public MaskRcnn Network(int stuffArea)
    {
        MmsegConfig.Demand(
            MmsegConfig.Bool(Config, "class_agnostic_boxes", true) && !MmsegConfig.Bool(Config, "class_agnostic_mask", false)
                && MmsegConfig.Text(Config, "fpn_fuse", "sum") == "sum",
            "a detector of other heads");
        var bottomUp = new DetectronResNet(new DetectronResNetConfig
        {
            Depth = MmsegConfig.Int(Config, "depth", 50),
            StrideIn1x1 = MmsegConfig.Bool(Config, "stride_in_1x1", false),
            Norm = Norm("resnet_norm") ?? NormKind.Batch,
        });
        return new MaskRcnn(
            new FeaturePyramid(
                bottomUp, MmsegConfig.Int(Config, "fpn_out_channels", 256), coarser: 1, pooled: true, norm: Norm("fpn_norm")),
            Heads,
            Table,
            new FindingConfig
            {
                Score = Config.GetProperty("score_thresh_test").GetDouble(),
                Overlap = Config.GetProperty("nms_thresh_test").GetDouble(),
                Most = MmsegConfig.Int(Config, "detections_per_image", 100),
            },
            new BoxReadingConfig { StuffArea = stuffArea });
    }

    /// <summary>The numbers of a list.</summary>
    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    /// <summary>The boxes of a list, (R, 4).</summary>
    public static Tensor Boxes(JsonElement list)
    {
        float[] edges = [.. list.EnumerateArray().SelectMany(Numbers).Select(edge => (float)edge)];
        return Tensor.From(edges, edges.Length / 4, 4);
    }

    /// <summary>The share of boxes of a list that another has, too, to a hundredth of a pixel.</summary>
    public ParityResult Missing(string quantity, Tensor actual, Tensor expected, double tolerance)
    {
        const double Pixel = 0.01;
        var own = actual.ToArray<float>().Chunk(4).ToArray();
        var wanted = expected.ToArray<float>().Chunk(4).ToArray();
        var missing = wanted.Count(box => !own.Any(other => box.Zip(other).All(pair => Math.Abs(pair.First - pair.Second) <= Pixel)));
        return new ParityResult(
            Name, $"{quantity}: share of {wanted.Length} not found again", (double)missing / wanted.Length, tolerance);
    }

    private NormKind? Norm(string key) => MmsegConfig.Text(Config, key, "") switch
    {
        "BN" or "SyncBN" => NormKind.Batch,
        "FrozenBN" => NormKind.FrozenBatch,
        "GN" => NormKind.Group,
        "" => null,
        var other => throw new NotSupportedException($"{key} {other}"),
    };
}
