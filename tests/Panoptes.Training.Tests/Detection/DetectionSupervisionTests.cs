using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.TwoStage;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.Detection;
using Panoptes.Training.Tests.Masks;

namespace Panoptes.Training.Tests.Detection;

/// <summary>A thin detector and its supervisor on synthetic scenes of an odd size.</summary>
public sealed class DetectionSupervisionTests
{
    private const int Height = 61;
    private const int Width = 93;

    [Theory]
    [InlineData("panoptic_cascade_mask_rcnn_r18", MaskSource.Segments)]
    [InlineData("panoptic_fpn_r18", MaskSource.Segments)]
    [InlineData("mask_rcnn_r18", MaskSource.Instances)]
    [InlineData("cascade_mask_rcnn_r18", MaskSource.Segments)]
    public void Every_part_learns_and_losses_have_detectron2s_names(string name, MaskSource source)
    {
        using var scope = TensorScope.Open();
        using var batch = Scenes(source);
        using var model = Create(name);
        var losses = Losses(new DetectionLossConfig(), source, model, batch);
        string[] stages = name.Contains("cascade", StringComparison.Ordinal) ? ["_stage0", "_stage1", "_stage2"] : [""];
        string[] expected =
        [
            .. name.StartsWith("panoptic", StringComparison.Ordinal) ? ["loss_sem_seg"] : Array.Empty<string>(), "loss_rpn_cls",
            "loss_rpn_loc", .. stages.SelectMany(stage => new[] { $"loss_cls{stage}", $"loss_box_reg{stage}" }), "loss_mask",
        ];
        Assert.Equal(expected, losses.Select(loss => loss.Name));
        Assert.All(losses, loss => Assert.True(double.IsFinite(loss.Value.Item()) && loss.Value.Item() > 0, loss.Name));
        Total(losses).Backward();
        Assert.All(model.NamedParameters(), p => Assert.True(
            p.Tensor.Grad is { } gradient && double.IsFinite(gradient.Sum().Item()), p.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.4)]
    public void Images_without_objects_teach_background_alone_and_with_the_drop_loss_nothing_of_classes(double? least)
    {
        using var scope = TensorScope.Open();
        using var batch = Scenes(MaskSource.Segments, withThings: false);
        using var model = Create("panoptic_cascade_mask_rcnn_r18");
        var losses = Losses(new DetectionLossConfig { DropIou = least }, MaskSource.Segments, model, batch);
        var values = losses.ToDictionary(loss => loss.Name, loss => loss.Value.Item());
        Assert.Equal((0, 0), (values["loss_mask"], values["loss_rpn_loc"]));
        Assert.All(Enumerable.Range(0, 3), stage =>
        {
            Assert.Equal(0, values[$"loss_box_reg_stage{stage}"]);
            Assert.Equal(least is null, values[$"loss_cls_stage{stage}"] > 0);
            Assert.Equal(least is null ? null : 1.0, values.TryGetValue($"dropped_stage{stage}", out var share) ? share : (double?)null);
        });
        Total(losses).Backward();
        Assert.All(model.NamedParameters(), p => Assert.True(
            p.Tensor.Grad is { } gradient && double.IsFinite(gradient.Sum().Item()), p.Name));
    }

    [Fact]
    public void Images_without_objects_may_keep_their_boxes_under_the_drop_loss()
    {
        using var scope = TensorScope.Open();
        using var batch = Scenes(MaskSource.Segments, withThings: false);
        using var model = Create("panoptic_cascade_mask_rcnn_r18");
        var config = new DetectionLossConfig { DropIou = 0.4, DropWithoutObjects = false };
        var kept = Losses(config, MaskSource.Segments, model, batch).ToDictionary(loss => loss.Name, loss => loss.Value.Item());
        Assert.True(kept["loss_cls_stage2"] > 0);
        Assert.Equal(0, kept["dropped_stage2"]);
    }

    [Fact]
    public void Without_a_proposal_the_true_boxes_are_what_stages_learn_from()
    {
        using var scope = TensorScope.Open();
        using var batch = Scenes(MaskSource.Segments);
        using var empty = Scenes(MaskSource.Segments, withThings: false);
        using var model = Create("panoptic_cascade_mask_rcnn_r18");
        foreach (var (scene, hasObjects) in new[] { (batch, true), (empty, false) })
        {
            var losses = Losses(
                new DetectionLossConfig(), MaskSource.Segments, model, scene,
                outputs => [.. Enumerable.Range(0, 2).Select(_ => Tensor.Zeros([0, 4]))]);
            Assert.All(losses, loss => Assert.True(double.IsFinite(loss.Value.Item()), loss.Name));
            Assert.Equal(hasObjects, losses.Single(loss => loss.Name == "loss_cls_stage0").Value.Item() > 0);
            Total(losses).Backward();
        }
    }

    [Fact]
    public void A_single_class_of_objects_is_enough()
    {
        using var scope = TensorScope.Open();
        using var batch = Scenes(MaskSource.Instances);
        using var model = Create("mask_rcnn_r18", [BuiltInClassTables.Street.Things.First()]);
        var losses = Losses(new DetectionLossConfig(), MaskSource.Instances, model, batch);
        Assert.All(losses, loss => Assert.True(double.IsFinite(loss.Value.Item()), loss.Name));
    }

    [Fact]
    public void Samples_follow_from_seed_batch_image_and_purpose()
    {
        int[] Draw(long seed, long batch, SamplePurpose purpose, int image) => new SeededOrders(seed, batch).Draw(purpose, image, 50);
        Assert.Equal(Draw(1, 2, SamplePurpose.Anchors, 3), Draw(1, 2, SamplePurpose.Anchors, 3));
        Assert.Equal(Enumerable.Range(0, 50), Draw(1, 2, SamplePurpose.Anchors, 3).Order());
        Assert.All(
            new[]
            {
                Draw(2, 2, SamplePurpose.Anchors, 3), Draw(1, 3, SamplePurpose.Anchors, 3), Draw(1, 2, SamplePurpose.Proposals, 3),
                Draw(1, 2, SamplePurpose.Anchors, 4),
            },
            other => Assert.NotEqual(Draw(1, 2, SamplePurpose.Anchors, 3), other));
    }

    [Fact]
    public void Labels_of_boxes_alone_leave_the_mask_head_as_it_is_and_teach_the_rest_the_same()
    {
        using var scope = TensorScope.Open();
        using var batch = Scenes(MaskSource.Segments);
        using var model = Create("panoptic_cascade_mask_rcnn_r18");
        var all = Losses(new DetectionLossConfig(), MaskSource.Segments, model, batch);
        var boxes = Losses(new DetectionLossConfig(), MaskSource.Segments, model, batch, withMasks: false);
        Assert.Equal(
            all.Where(loss => loss.Name != "loss_mask").Select(loss => (loss.Name, loss.Value.Item())),
            boxes.Select(loss => (loss.Name, loss.Value.Item())));
        Total(boxes).Backward();
        Assert.All(model.NamedParameters(), p => Assert.Equal(
            p.Name.Contains("mask_head", StringComparison.Ordinal), p.Tensor.Grad is null));
    }

    [Fact]
    public void Labels_of_boxes_alone_are_for_detectors()
    {
        using var masks = new TinyMaskNetwork(3, 4);
        var train = new TrainConfig { Teacher = new TeacherConfig { Labels = new TeacherLabelConfig { BoxesOnly = true } } };
        var refused = Assert.Throws<InputException>(() => SupervisorKind.Create(
            [new SupervisorConfig { Kind = SupervisorConfig.Teacher, Stream = "unlabeled" }],
            new SupervisorParts(train, masks, SegmentationTask.Panoptic, SampleStream.Labeled), SupervisorKind.BuiltIn));
        Assert.Equal("train.teacher.labels.boxes_only", refused.Source);
    }

    [Fact]
    public void Settings_and_models_that_do_not_fit_are_refused()
    {
        Assert.Contains("train.detection.drop_iou", Refused(new DetectionLossConfig { DropIou = 2 }));
        Assert.Contains("drop_as_released", Refused(new DetectionLossConfig { DropAsReleased = true }));
        Assert.Contains("anchor_foreground", Refused(new DetectionLossConfig { AnchorForeground = 0.1 }));
        Assert.Contains("stage_overlaps", Refused(new DetectionLossConfig { StageOverlaps = [] }));
        Assert.Contains("segments or instances", Assert.Throws<InputException>(
            () => new DetectionSupervision(new DetectionLossConfig(), 0, MaskSource.Labels)).Message);
        using var panoptic = Create("panoptic_fpn_r18");
        Assert.Contains("train.masks.source", Assert.Throws<InputException>(
            () => new DetectionSupervision(new DetectionLossConfig(), 0, MaskSource.Instances).Check(panoptic)).Message);
        using var other = ModelCatalog.Create(new ModelConfig { Name = "segformer_b0", NumClasses = 3 });
        Assert.Contains("mask_rcnn_r50", Assert.Throws<InputException>(
            () => new DetectionSupervision(new DetectionLossConfig(), 0, MaskSource.Instances).Check(other)).Message);
        using var cascade = Create("cascade_mask_rcnn_r18");
        Assert.Contains("train.detection.stage_overlaps", Assert.Throws<InputException>(() => new DetectionSupervision(
            new DetectionLossConfig { StageOverlaps = [0.5] }, 0, MaskSource.Instances).Check(cascade)).Message);
    }

    private static string Refused(DetectionLossConfig config) => Assert.Throws<InputException>(config.Validate).Message;

    private static Tensor Total(IEnumerable<NamedLoss> losses) =>
        losses.Where(loss => loss.Weight > 0).Select(loss => loss.Value * loss.Weight).Aggregate((sum, loss) => sum + loss);

    private static IReadOnlyList<NamedLoss> Losses(
        DetectionLossConfig config, MaskSource source, Segmenter model, Batch batch,
        Func<Detections, IReadOnlyList<Tensor>>? propose = null, bool withMasks = true)
    {
        var supervisor = new DetectionSupervision(config, 1, source, propose: propose, withMasks: withMasks);
        supervisor.Check(model);
        supervisor.Inspect(SampleStream.Labeled, batch);
        return supervisor.Compute(new StepContext(
            new Dictionary<string, TrainingBatch> { [SampleStream.Labeled] = new(batch, batch.Images, null) },
            (_, images) => model.Forward(images))
        {
            Step = 0,
            IsMeasured = true,
        });
    }

    private static Segmenter Create(string name, IReadOnlyList<int>? things = null)
    {
        Randomness.Seed(7);
        DetectorOptions options = ModelCatalog.BuiltIn.Defaults(name) as DetectorOptions
            ?? throw new InvalidOperationException(name);
        return ModelCatalog.Create(new ModelConfig
        {
            Name = name,
            NumClasses = BuiltInClassTables.Street.Count,
            Options = options with
            {
                Width = 32,
                BoxWidth = 32,
                MaskWidth = 16,
                TrainingProposals = 60,
                Things = things ?? [.. BuiltInClassTables.Street.Things],
            },
        });
    }

    // Without things the table's objects are void.
    private static Batch Scenes(MaskSource source, bool withThings = true)
    {
        var parts = source == MaskSource.Segments ? SampleParts.Segments : SampleParts.Instances;
        using var loader = new BatchLoader(
            new SyntheticDataset(new SyntheticScenes(Width, Height, 4), 2),
            new AugmentationConfig { Crop = [Height, Width], ResizeMin = 1, ResizeMax = 1, Flip = 0, Photometric = false, CatMaxRatio = 1 },
            new LoaderConfig { Workers = 0 },
            2,
            1,
            parts: parts,
            rules: new TargetRules { MinSegmentPixels = 10 });
        using var batch = loader.Take(0);
        var segments = batch.Targets.Segments is { } given
            ? new SegmentTargets(
                given.Ids.Clone(),
                [.. given.Tables.Select(table => table.Select(each =>
                    withThings ? each : each with { IsThing = false, IsCrowd = false }).ToList())])
            : null;
        return new Batch(
            0, new Dictionary<string, Tensor> { [Batch.ImageView] = batch.Images.Clone() },
            new BatchTargets(Segments: segments, Instances: batch.Targets.Instances), [.. batch.Samples]);
    }
}
