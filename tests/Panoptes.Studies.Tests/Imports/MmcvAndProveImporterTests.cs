using Panoptes.Studies.Imports;
using Panoptes.Studies.Imports.OpenMmlab;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Imports;

public sealed class MmcvAndProveImporterTests : IDisposable
{
    private static readonly string Mmcv = string.Join('\n', (string[])
    [
        """{"env_info": "sys.platform: linux\nGPU 0,1,2,3: Tesla V100-SXM2-32GB\nGCC: 7.3", "seed": 7, "CLASSES": ["road"], """
            + "\"exp_name\": \"pspnet_r50-d8_512x1024_40k_cityscapes.py\", \"config\": \""
            + """optimizer = dict(type='SGD', lr=0.01)\nrunner = dict(type='IterBasedRunner', max_iters=100)\n"""
            + """data = dict(samples_per_gpu=2, train=dict(type='CityscapesDataset'))\ngpu_ids = [0, 1, 2, 3]\n"}""",
        """{"mode": "train", "epoch": 1, "iter": 50, "lr": 0.01, "memory": 8407, "data_time": 0.003, "loss": 0.5, "time": 0.4}""",
        """{"mode": "train", "epoch": 1, "iter": 100, "lr": 0.005, "memory": 8407, "data_time": 0.003, "loss": 0.4, "time": 0.4}""",
        """{"mode": "val", "epoch": 1, "iter": 500, "lr": 0.005, "aAcc": 0.95, "mIoU": 0.7712, "mAcc": 0.85, "IoU.road": 0.98,"""
            + """ "IoU.traffic light": 0.61, "Acc.road": 0.99}""",
        "",
    ]);

    private readonly TemporaryFolder folder = new();
    private readonly List<string> warnings = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_log_of_mmcv_has_shares_and_counts_validation_batches_as_iterations()
    {
        folder.Write("pspnet/20200605_003338.log.json", Mmcv);

        var run = Assert.Single(new MmcvImporter().Read(folder.Path, warnings.Add));

        Assert.Equal((0.7712, 100L, ImportedState.Completed), (run.Final!.Value("mean_iou"), run.Final.Step, run.State));
        Assert.Equal(("pspnet_r50-d8", "cityscapes", 8, 100L, 7L), (run.Model, run.Data, run.Batch, run.Steps, run.Seed));
        Assert.Equal(("SGD", 4, "Tesla V100-SXM2-32GB"), (run.Optimizer, run.Devices, run.DeviceName));
        Assert.Equal(["road", "traffic light"], run.Classes.Select(row => row.Name));
        Assert.Equal((0.98, 0.99), (run.Classes[0].Values["iou"], run.Classes[0].Values["accuracy"]));
        Assert.Equal(40, run.TrainSeconds!.Value, 6);
        Assert.Contains(run.Notes, note => note.StartsWith("the log does not say at which step it evaluated", StringComparison.Ordinal));
    }

    [Fact]
    public void Logs_that_were_downloaded_side_by_side_are_runs_of_their_own()
    {
        folder.Write("zoo/pspnet_r50-d8_512x1024_40k_cityscapes_20200605_003338.log.json", Mmcv);
        folder.Write("zoo/other_20200606_112051.log.json", Mmcv.Replace("0.7712", "0.7085", StringComparison.Ordinal));

        var runs = new MmcvImporter().Read(folder.Path, warnings.Add);

        Assert.Equal([0.7085, 0.7712], runs.Select(run => run.Final!.Value("mean_iou")!.Value));
    }

    [Fact]
    public void An_iteration_that_follows_the_training_is_taken_as_it_is()
    {
        folder.Write("w/20200605_003338.log.json", """
            {"mode": "train", "epoch": 31, "iter": 19950, "lr": 0.0001, "loss": 0.1, "time": 0.4}
            {"mode": "val", "epoch": 31, "iter": 20000, "lr": 0.0001, "mIoU": 0.67085, "mAcc": 0.76958, "aAcc": 0.92709}

            """);

        Assert.Equal(20000, Assert.Single(new MmcvImporter().Read(folder.Path, warnings.Add)).Final!.Step);
    }

    [Fact]
    public void A_tree_of_PROVE_gives_names_by_its_folders_and_the_batch_by_its_root()
    {
        MmWorkDirs.WriteResumed(folder, "WEIGHTS_CITYSCAPES_BS8/baseline/cityscapes/segformer_mit-b3");
        folder.Write(
            "WEIGHTS_CITYSCAPES_BS8/gen_cycleGAN/cityscapes/segnext_mscan-b/ratio0p50/20260203_100000/vis_data/scalars.json",
            MmWorkDirs.Lines(0, 8000, step => step / 100.0));

        var runs = new ProveImporter().Read(folder.Path, warnings.Add);

        Assert.Equal(["segformer_mit-b3", "segnext_mscan-b"], runs.Select(run => run.Model));
        Assert.Equal(["baseline", "gen_cycleGAN-ratio0p50"], runs.Select(run => run.Recipe));
        Assert.All(runs, run => Assert.Equal(("cityscapes", 8), (run.Data, run.Batch)));
        Assert.Equal(0.7684, runs[0].Final!.Value("mean_iou")!.Value, 9);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/baseline")]
    [InlineData("/baseline/cityscapes/segformer_mit-b3")]
    public void Names_are_the_same_whichever_folder_of_the_tree_is_given(string below)
    {
        MmWorkDirs.WriteResumed(folder, "WEIGHTS_CITYSCAPES_BS8/baseline/cityscapes/segformer_mit-b3");
        var path = folder["WEIGHTS_CITYSCAPES_BS8"] + below;

        var run = Assert.Single(new RunImporters().Read(path, null, warnings.Add));

        Assert.Equal(("prove", "baseline", "cityscapes", "segformer_mit-b3"), (run.Tool, run.Recipe, run.Data, run.Model));
    }

    [Fact]
    public void A_configuration_that_contradicts_the_root_is_believed_and_that_is_said()
    {
        MmWorkDirs.WriteResumed(folder, "WEIGHTS_CITYSCAPES_BS16/baseline/cityscapes/segformer_mit-b3");

        var run = Assert.Single(new ProveImporter().Read(folder.Path, warnings.Add));

        Assert.Equal(8, run.Batch);
        Assert.Contains("the folder's name says batch 16, the configuration 8: taken from the configuration", run.Notes);
    }

    [Fact]
    public void The_output_of_jobs_serves_where_nothing_else_is_left()
    {
        var place = "WEIGHTS_CITYSCAPES_BS8/baseline/cityscapes/segnext_mscan-b";
        folder.Write($"{place}/train_1057499.out", MmWorkDirs.Head
            + "02/01 10:10:00 - mmengine - INFO - Iter(train) [ 4000/40000]  lr: 9.5e-05  eta: 0:50:00  time: 0.2396  loss: 0.1\n"
            + MmWorkDirs.Validation(90.1, 80.2, 62.63) + "TERM_RUNLIMIT: job killed after reaching LSF run time limit.\n");

        var run = Assert.Single(new RunImporters().Read(folder.Path, null, warnings.Add));

        Assert.Equal(("segnext_mscan-b", 8, ImportedState.Partial), (run.Model, run.Batch, run.State));
        Assert.Equal(0.6263, run.Final!.Value("mean_iou")!.Value, 9);
        Assert.Contains("job 1057499", run.Notes);
        Assert.Contains(run.Notes, note => note.StartsWith("the scheduler ended it: TERM_RUNLIMIT", StringComparison.Ordinal));
    }
}
