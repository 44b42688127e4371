using Panoptes.Foundation;
using Panoptes.Studies.Imports;
using Panoptes.Studies.Imports.OpenMmlab;
using Panoptes.Studies.Statuses;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Imports;

public sealed class MmengineImporterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> warnings = [];
    private readonly MmengineImporter importer = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_resumed_training_is_one_run_and_what_was_trained_again_does_not_count()
    {
        MmWorkDirs.WriteResumed(folder, "work_dirs/größe");

        var run = Only();

        Assert.Equal(
            MmWorkDirs.SegFormer.Select(value => Math.Round(value / 100, 6)),
            run.Curve.Select(point => Math.Round(point.Value("mean_iou")!.Value, 6)));
        Assert.Equal(Enumerable.Range(1, 10).Select(place => place * 4000L), run.Curve.Select(point => point.Step));
        Assert.Equal((ImportedState.Completed, 40000L, 320000L), (run.State, run.LastStep, run.Samples));
        // Of the first attempt 5 lines of training, those of 21000 to 25000, and the validation at 24000.
        Assert.Contains("2 attempts: 6 records that a later one trained again were left out", run.Notes);
        Assert.Equal("größe", run.Name);
        Assert.Empty(warnings);
    }

    [Fact]
    public void Facts_are_those_of_configuration_and_log()
    {
        MmWorkDirs.WriteResumed(folder, "work_dirs/run");

        var run = Only();

        Assert.Equal(("AdamW", 0.00024, 1000L, 42L, 8), (run.Optimizer, run.LearningRate, run.WarmUp, run.Seed, run.Batch));
        Assert.Equal(("Cityscapes", "MixVisionTransformer SegformerHead"), (run.Data, run.Model));
        Assert.Equal(("NVIDIA A100-SXM4-80GB", 1, 11523d, 0.0001), (run.DeviceName, run.Devices, run.PeakMemoryMib, run.LastLearningRate));
        Assert.Equal(10000, run.TrainSeconds!.Value, 6);
        Assert.Equal(1000, run.Curve[0].Seconds!.Value, 6);
        Assert.Equal(MmWorkDirs.Config, run.Config);
        Assert.Contains("crop 512x512", run.Notes);
    }

    [Fact]
    public void Classes_are_those_of_the_last_table_of_the_text_log()
    {
        MmWorkDirs.WriteResumed(folder, "work_dirs/run");

        var run = Only();

        Assert.Equal(["road", "sky"], run.Classes.Select(row => row.Name));
        Assert.Equal(0.9765, run.Classes[0].Values["iou"]!.Value, 9);
        Assert.Equal(0.9893, run.Classes[0].Values["accuracy"]!.Value, 9);
        Assert.Null(run.Classes[1].Values["accuracy"]);
    }

    [Fact]
    public void Percent_is_recognized_by_the_tool_even_where_a_mean_is_small()
    {
        folder.Write("w/20260201_100000/vis_data/20260201_100000.json", MmWorkDirs.Train(50) + "\n" + MmWorkDirs.Val(50, 0.9) + "\n");

        var run = Only();

        Assert.Equal(0.009, run.Final!.Value("mean_iou")!.Value, 9);
        Assert.Contains(run.Notes, note => note.Contains("recognized as percent (as the tool writes them)", StringComparison.Ordinal));
    }

    [Fact]
    public void Shares_of_a_changed_evaluator_are_not_divided()
    {
        folder.Write("w/20260201_100000/vis_data/scalars.json", """
            {"loss": 0.5, "time": 0.1, "iter": 50, "step": 50}
            {"mIoU": 0.4321, "aAcc": 0.91, "step": 50}

            """);

        var run = Only();

        Assert.Equal(0.4321, run.Final!.Value("mean_iou"));
        Assert.Contains(run.Notes, note => note.Contains("taken as shares although the tool writes percent", StringComparison.Ordinal));
    }

    [Fact]
    public void Average_precision_of_mmdetection_is_a_share_and_undefined_stays_so()
    {
        folder.Write("w/20260201_100000/vis_data/scalars.json", """
            {"loss": 0.5, "time": 0.1, "iter": 500, "epoch": 1, "step": 500}
            {"coco/bbox_mAP": 0.412, "coco/segm_mAP": 0.371, "coco/segm_mAP_50": 0.6, "coco/segm_mAP_s": -1.0, "step": 1}

            """);

        var run = Only();

        Assert.Equal("ap", run.Final!.Metrics[0].Name);
        Assert.Equal((0.371, 0.6, 0.412), (run.Final.Value("ap"), run.Final.Value("ap50"), run.Final.Value("box_ap")));
        Assert.Null(run.Final.Value("ap_small"));
        Assert.Equal(500, run.Final.Step);
    }

    [Fact]
    public void A_torn_last_line_is_left_out_and_said()
    {
        folder.Write("w/20260201_100000/vis_data/scalars.json", MmWorkDirs.Lines(0, 8000, MmWorkDirs.At) + "{\"lr\": 0.0001, \"da");

        var run = Only();

        Assert.Equal((ImportedState.Partial, 8000L), (run.State, run.LastStep));
        Assert.Contains(warnings, warning => warning.EndsWith("scalars.json:11: left out, a torn last line", StringComparison.Ordinal));
    }

    [Fact]
    public void A_training_that_ended_before_its_end_is_partial_with_its_last_step()
    {
        folder.Write("w/cfg.py", MmWorkDirs.Config);
        folder.Write("w/20260201_100000/vis_data/scalars.json", MmWorkDirs.Lines(0, 9000, MmWorkDirs.At));

        var run = Only();

        Assert.Equal((ImportedState.Partial, 9000L, 40000L), (run.State, run.LastStep, run.Steps));
        Assert.Contains("partial: the records end at step 9000 of 40000", run.Notes);
    }

    [Fact]
    public void A_training_whose_loss_is_no_number_at_the_end_failed()
    {
        var lines = MmWorkDirs.Lines(0, 4000, MmWorkDirs.At);
        folder.Write(
            "w/20260201_100000/vis_data/scalars.json",
            lines + string.Join('\n', Enumerable.Range(5, 3).Select(k => MmWorkDirs.Train(k * 1000, double.NaN))) + "\n");

        var run = Only();

        Assert.Equal((ImportedState.Failed, (FailureKind?)FailureKind.NotANumber), (run.State, run.Failure));
        Assert.Single(run.Curve);
    }

    [Fact]
    public void Memory_that_ran_out_is_the_reason_of_a_failure()
    {
        folder.Write("w/20260201_100000/vis_data/scalars.json", MmWorkDirs.Lines(0, 4000, MmWorkDirs.At));
        folder.Write(
            "w/20260201_100000/20260201_100000.log", MmWorkDirs.Head + "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate\n");

        Assert.Equal(FailureKind.OutOfMemory, Only().Failure);
    }

    [Fact]
    public void Where_the_JSON_log_is_gone_the_text_log_serves()
    {
        folder.Write(
            "w/20260201_100000/20260201_100000.log",
            MmWorkDirs.Head + "2026/02/01 10:10:00 - mmengine - INFO - Iter(train) [ 2000/20000]  lr: 9.5e-05  eta: 0:50:00  time: 0.1500  "
            + "data_time: 0.0031  memory: 864  loss: 0.0845  decode.loss_ce: 0.0432\n" + MmWorkDirs.Validation(90.1, 80.2, 57.78));

        var run = Only();

        Assert.Equal((2000L, 20000L), (run.Final!.Step, run.Steps));
        Assert.Equal(0.5778, run.Final.Value("mean_iou")!.Value, 9);
        Assert.Equal((300d, 100d), (Math.Round(run.TrainSeconds!.Value, 6), Math.Round(run.EvaluationSeconds!.Value, 6)));
        Assert.Contains("20260201_100000: no JSON log; its numbers are those of the text log", run.Notes);
    }

    [Fact]
    public void A_folder_with_many_runs_gives_many_and_a_broken_one_does_not_take_them_along()
    {
        MmWorkDirs.WriteResumed(folder, "a/segformer_mit-b3_8xb1-160k_cityscapes-1024x1024");
        folder.Write("a/b/20260201_100000/vis_data/scalars.json", MmWorkDirs.Lines(0, 8000, MmWorkDirs.At));
        folder.Write("a/c/20260201_100000/vis_data/scalars.json", "no json\nat all\n");

        var runs = importer.Read(folder.Path, warnings.Add);

        Assert.Equal(["b", "segformer_mit-b3_8xb1-160k_cityscapes-1024x1024"], runs.Select(run => run.Name));
        Assert.Equal("segformer_mit-b3", runs[1].Model);
        Assert.Contains(
            "a/c/20260201_100000/vis_data/scalars.json:1: found no JSON object", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_any_JSON_is_an_error_that_names_file_and_line()
    {
        folder.Write("c/20260201_100000/vis_data/scalars.json", "\nno json\n");

        var fault = Assert.Throws<InputException>(() => importer.Read(folder.Path, warnings.Add));

        Assert.Equal($"{folder.Path}/c/20260201_100000/vis_data/scalars.json:2", fault.Source);
    }

    [Fact]
    public void Files_are_recorded_with_hash_and_size()
    {
        folder.Write("w/20260201_100000/vis_data/scalars.json", MmWorkDirs.Train(50) + "\n" + MmWorkDirs.Val(50, 40) + "\n");

        var file = Assert.Single(Only().Files);

        var bytes = File.ReadAllBytes(folder["w/20260201_100000/vis_data/scalars.json"]);
        Assert.Equal(
            new ImportedFile(
                "w/20260201_100000/vis_data/scalars.json", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)),
                bytes.Length, true),
            file);
    }

    private ImportedRun Only()
    {
        Assert.True(importer.Recognizes(folder.Path));
        return Assert.Single(importer.Read(folder.Path, warnings.Add));
    }
}
