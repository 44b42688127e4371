using System.Globalization;
using Panoptes.Studies.Imports;
using Panoptes.Studies.Imports.Detectron2;
using Panoptes.Studies.Statuses;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Imports;

public sealed class Detectron2ImporterTests : IDisposable
{
    private const string Config = """
        CUDNN_BENCHMARK: false
        DATASETS:
          TEST:
          - cityscapes_fine_panoptic_val
          TRAIN:
          - cityscapes_fine_panoptic_train
        MODEL:
          BACKBONE:
            NAME: D2SwinTransformer
          META_ARCHITECTURE: MaskFormer
        SEED: 5
        SOLVER:
          BASE_LR: 0.0001
          IMS_PER_BATCH: 16
          MAX_ITER: 100
          OPTIMIZER: ADAMW
          WARMUP_ITERS: 10
        """;

    private readonly TemporaryFolder folder = new();
    private readonly List<string> warnings = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Percent_becomes_shares_and_iterations_count_from_one()
    {
        folder.Write(
            "out/metrics.json",
            Train(19) + Train(39) + Evaluation(49, 40.5) + Train(59) + Train(79) + Train(99) + Evaluation(100, 61.5));
        folder.Write("out/config.yaml", Config);
        folder.Write("out/log.txt", """
            GPU 0,1                 NVIDIA A100-SXM4-40GB (arch=8.0)
            [01/01 10:00:00] detectron2 INFO: Rank of current process: 0. World size: 2
            [01/01 10:00:00] d2.utils.events INFO:  eta: 0:10:00  iter: 99  total_loss: 1.2  lr: 0.0001  max_mem: 9876M

            """);

        var run = Only();

        Assert.Equal([50L, 100L], run.Curve.Select(point => point.Step));
        Assert.Equal("pq", run.Final!.Metrics[0].Name);
        Assert.Equal((0.615, 0.6, 0.78), (run.Final.Value("pq"), run.Final.Value("pq_things"), run.Final.Value("mean_iou")));
        Assert.Equal((0.35, 0.38), (run.Final.Value("ap"), run.Final.Value("box_ap")));
        Assert.Equal((ImportedState.Completed, 100L, 16, 1600L, 5L), (run.State, run.Steps, run.Batch, run.Samples, run.Seed));
        Assert.Equal(("ADAMW", 0.0001, 10L), (run.Optimizer, run.LearningRate, run.WarmUp));
        Assert.Equal(("MaskFormer D2SwinTransformer", "cityscapes_fine_panoptic_train"), (run.Model, run.Data));
        Assert.Equal(("NVIDIA A100-SXM4-40GB", 2, 9876d), (run.DeviceName, run.Devices, run.PeakMemoryMib));
        Assert.Equal(50, run.TrainSeconds!.Value, 6);
    }

    [Fact]
    public void Classes_come_with_the_scale_of_their_evaluators()
    {
        folder.Write(
            "out/metrics.json",
            Train(19) + "{\"iteration\": 19, \"sem_seg/mIoU\": 70.5, \"sem_seg/IoU-road\": 98.1, \"sem_seg/ACC-road\": 99.0, "
                + "\"segm/AP\": 30.0, \"segm/AP-person\": NaN, \"bbox/AP-person\": 44.0}\n");

        var run = Only();

        Assert.Equal(["road", "person"], run.Classes.Select(row => row.Name));
        Assert.Equal(0.981, run.Classes[0].Values["iou"]!.Value, 9);
        Assert.Equal((null, 0.44), (run.Classes[1].Values["ap"], run.Classes[1].Values["box_ap"]));
    }

    [Fact]
    public void A_file_in_which_a_training_went_on_from_an_earlier_step_counts_its_later_part()
    {
        folder.Write(
            "out/metrics.json",
            Train(19) + Evaluation(19, 20) + Train(39) + Evaluation(39, 99) + Train(39) + Evaluation(39, 30) + Train(59)
                + Evaluation(59, 35));

        var run = Only();

        Assert.Equal([0.2, 0.3, 0.35], run.Curve.Select(point => Math.Round(point.Value("pq")!.Value, 9)));
        Assert.Equal(ImportedState.Partial, run.State);
    }

    [Fact]
    public void A_loss_that_became_infinite_is_the_reason_of_a_failure()
    {
        folder.Write("out/metrics.json", Train(19));
        folder.Write("out/log.txt", "FloatingPointError: Loss became infinite or NaN at iteration=25!\n");

        Assert.Equal(FailureKind.NotANumber, Only().Failure);
    }

    [Fact]
    public void Another_metrics_file_is_not_taken_for_it()
    {
        folder.Write("out/metrics.json", "{\"accuracy\": 0.9}\n");

        Assert.False(new Detectron2Importer().Recognizes(folder.Path));
    }

    private static string Train(int iteration) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"data_time": 0.008, "iteration": {{iteration}}, "loss_mask": 0.7, "lr": 0.0001, "time": 0.5, "total_loss": 1.9}""") + "\n";

    private static string Evaluation(int iteration, double quality) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"bbox/AP": 38.0, "iteration": {{iteration}}, "panoptic_seg/PQ": {{quality}}, "panoptic_seg/PQ_th": 60.0, """)
        + "\"segm/AP\": 35.0, \"sem_seg/mIoU\": 78.0}\n";

    private ImportedRun Only()
    {
        Assert.True(new Detectron2Importer().Recognizes(folder.Path));
        return Assert.Single(new Detectron2Importer().Read(folder.Path, warnings.Add));
    }
}
