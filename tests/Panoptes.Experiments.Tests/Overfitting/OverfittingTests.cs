using Panoptes.Data.Readers;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Tests;
using Spectre.Console;
using Xunit.Abstractions;

namespace Panoptes.Experiments.Tests.Overfitting;

/// <summary>A small Mask2Former and a small Cascade Mask R-CNN learn eight real photographs by heart.</summary>
[Collection(TensorEngine.Name)]
public sealed class OverfittingTests(ITestOutputHelper output)
{
    private const int ShortSide = 256;

    // Three to seven segments each, none of them small.
    private static readonly string[] Stems =
    [
        "000000000042", "000000000072", "000000000326", "000000000387", "000000000394", "000000000443", "000000000450", "000000000502",
    ];

    [NeedsSharedFact("data/coco")]
    [Trait("Speed", "Slow")]
    public void A_small_network_learns_eight_images_of_coco_to_a_panoptic_quality_and_an_average_precision_of_90()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "coco");
        CocoSubset.Make(SharedFiles.Path("data/coco")!, Stems, data);
        var config = Config(data, Path.Combine(folder.Path, "runs"));
        var ceiling = StrideCeiling.PanopticQuality(Datasets.Open(config.Data, config.Data.ValSplit), ShortSide, stride: 4);

        Assert.Equal(0, TrainingSession.Run(config, null, Silent(), _ => { }));

        var run = RunFolder.Existing(Path.Combine(folder.Path, "runs", "overfit"));
        var last = RunHistory.Read(run.EventLog).Evaluations("val2017").Last();
        output.WriteLine(FormattableString.Invariant(
            $"PQ {last.Value("pq"):P2} of at most {ceiling:P2} at stride 4, AP50 {last.Value("ap50"):P2}, AP {last.Value("ap"):P2}"));
        Assert.InRange(ceiling, 0.95, 1);
        Assert.InRange(last.Value("pq")!.Value, 0.9, ceiling + 0.02);
        Assert.InRange(last.Value("ap50")!.Value, 0.9, 1);
    }

    [NeedsSharedFact("data/coco")]
    [Trait("Speed", "Slow")]
    public void A_small_cascade_learns_eight_images_of_coco_to_an_average_precision_of_90_at_half_overlap()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "coco");
        CocoSubset.Make(SharedFiles.Path("data/coco")!, Stems, data);

        Assert.Equal(0, TrainingSession.Run(Cascade(data, Path.Combine(folder.Path, "runs")), null, Silent(), _ => { }));

        var run = RunFolder.Existing(Path.Combine(folder.Path, "runs", "overfit"));
        var last = RunHistory.Read(run.EventLog).Evaluations("val2017").Last();
        output.WriteLine(FormattableString.Invariant($"AP50 {last.Value("ap50"):P2}, AP {last.Value("ap"):P2}"));
        Assert.InRange(last.Value("ap50")!.Value, 0.9, 1);
    }

    private static RunConfig Cascade(string data, string runs) => ConfigReader.Read<RunConfig>(
        null,
        [
            "task=instance", .. Photographs(data, runs),
            "model.name=cascade_mask_rcnn_mobilenetv2", "model.anchor_sizes=[16, 32, 64, 128, 256]",
            "train.steps=240", "train.batch_size=4", "train.optimizer.name=adamw", "train.optimizer.learning_rate=1e-3",
            "train.optimizer.weight_decay=0", "train.optimizer.clip_norm=10", "train.schedule.warm_up=linear",
            "train.schedule.warm_up_steps=20", "train.detection.proposals=128", "train.evaluation.every=240",
        ]);

    private static RunConfig Config(string data, string runs)
    {
        return ConfigReader.Read<RunConfig>(
            null,
            [
                "task=panoptic", .. Photographs(data, runs),
                "model.name=mask2former_mobilenetv2", "model.queries=30", "model.width=96", "model.feed_forward=256",
                "model.encoder_feed_forward=256",
                "train.steps=160", "train.batch_size=4", "train.optimizer.name=adamw", "train.optimizer.learning_rate=1e-3",
                "train.optimizer.weight_decay=0", "train.optimizer.clip_norm=1", "train.schedule.warm_up=linear",
                "train.schedule.warm_up_steps=20", "train.masks.points=2048", "train.evaluation.every=160",
                "train.evaluation.kinds=[panoptic, instance]",
            ]);
    }

    private static string[] Photographs(string data, string runs) =>
    [
        "data.format=coco_panoptic", $"data.root={data}", "data.train_split=train2017", "data.val_split=val2017",
        "augmentation.resize=short_side", $"augmentation.short_sides=[{ShortSide}]", "augmentation.long_side_max=512",
        "augmentation.crop=[]", "augmentation.cat_max_ratio=1", "augmentation.photometric=false", "augmentation.flip=0",
        "model.weights_scope=backbone",
        $"model.weights={SharedFiles.Path("weights/mobilenet_v2_imagenet_dequantized.safetensors")}",
        $"train.evaluation.short_side={ShortSide}", $"run.folder={runs}", "run.name=overfit", "report.images=1",
    ];

    private static IAnsiConsole Silent() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(TextWriter.Null),
    });
}
