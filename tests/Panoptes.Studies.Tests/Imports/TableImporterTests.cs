using Panoptes.Foundation;
using Panoptes.Studies.Imports;
using Panoptes.Studies.Imports.Tables;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Imports;

public sealed class TableImporterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> warnings = [];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(',', '.')]
    [InlineData(';', ',')]
    [InlineData('\t', '.')]
    public void A_table_with_a_row_a_run_gives_a_run_a_row(char delimiter, char point)
    {
        var text = "model|recipe|seed|steps|batch|mIoU|aAcc\n"
            + "\"SegFormer, b3\"|bs8|1|40000|8|76~84|96~4\nsegnext|\"a \"\"b\"\"\"|2|40000|8|80~54|\n";
        folder.Write("t.csv", text.Replace('|', delimiter).Replace('~', point));

        var runs = Read();

        Assert.Equal(["SegFormer, b3", "segnext"], runs.Select(run => run.Model));
        Assert.Equal(["bs8", "a \"b\""], runs.Select(run => run.Recipe));
        Assert.Equal([0.7684, 0.8054], runs.Select(run => Math.Round(run.Final!.Value("mean_iou")!.Value, 9)));
        Assert.All(runs, run => Assert.Equal((ImportedState.Completed, 320000L), (run.State, run.Samples)));
        Assert.Null(runs[1].Final!.Value("pixel_accuracy"));
        Assert.NotEqual(runs[0].Identity, runs[1].Identity);
        Assert.Equal(point == ',', runs[0].Notes.Contains("numbers have decimal commas"));
    }

    [Fact]
    public void Rows_of_one_run_are_its_curve()
    {
        folder.Write("t.csv", "model,seed,step,mIoU,lr\na,0,200,0.6,0.01\na,0,100,0.5,0.02\nb,0,100,0.55,0.02\nb,0,200,0.65,0.01\n");

        var runs = Read();

        Assert.Equal([100L, 200L], runs[0].Curve.Select(point => point.Step));
        Assert.Equal((0.6, 0.01, ImportedState.Partial), (runs[0].Final!.Value("mean_iou"), runs[0].LastLearningRate, runs[0].State));
    }

    [Fact]
    public void Percent_is_recognized_by_the_whole_column_and_shares_beside_it_are_said()
    {
        folder.Write("t.csv", "model,mIoU,mAcc\na,1.2,0.7\nb,76.8,0.8\n");

        var runs = Read();

        Assert.Equal((0.012, 0.7), (runs[0].Final!.Value("mean_iou"), runs[0].Final!.Value("mean_accuracy")));
        Assert.Contains("mIoU: recognized as percent (a value is above 1.5), divided by 100", runs[0].Notes);
        Assert.Contains(
            runs[0].Notes, note => note.StartsWith("mAcc: taken as shares beside numbers in percent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model;mIoU;lr\na;0,7;0.01\n", ":2")]
    [InlineData("model;mIoU\na;1,234\n", ":2")]
    [InlineData("model,mIoU\na,0,77\n", ":2")]
    [InlineData("model,mIoU\n\nb,0.5\na,high\n", ":4")]
    [InlineData("model,mIoU\na\nb,0.5\n", ":2")]
    public void What_can_be_read_in_two_ways_is_refused_with_file_and_line(string text, string line)
    {
        folder.Write("t.csv", text);

        var fault = Assert.Throws<InputException>(Read);

        Assert.Equal($"{folder["t.csv"]}{line}", fault.Source);
    }

    [Fact]
    public void A_torn_last_row_is_left_out_and_said()
    {
        folder.Write("t.csv", "model,step,mIoU\na,1,0.5\na,2");

        Assert.Single(Assert.Single(Read()).Curve);
        Assert.EndsWith("t.csv:3: left out, a torn last row", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_of_ultralytics_count_epochs_and_take_their_settings_from_beside()
    {
        folder.Write("seg/results.csv", """
                   epoch,   time,  train/box_loss,  metrics/mAP50-95(B),  metrics/mAP50(M),  metrics/mAP50-95(M),  val/box_loss,  lr/pg0
                       1,   12.5,             1.2,                  0.4,              0.55,                 0.35,           1.1,   0.001
                       2,   25.0,             1.1,                  0.5,              0.65,                 0.45,           1.0,  0.0005

            """);
        folder.Write(
            "seg/args.yaml",
            "task: segment\nmodel: yolo11s-seg.pt\ndata: /data/crops.yaml\nepochs: 2\nbatch: 16\noptimizer: auto\nlr0: 0.01\nseed: 3\n");

        var run = Assert.Single(Read());

        Assert.Equal(("ultralytics", "epoch", 2L, ImportedState.Completed), (run.Tool, run.StepUnit, run.Steps, run.State));
        Assert.Equal("ap", run.Final!.Metrics[0].Name);
        Assert.Equal((0.45, 0.65, 0.5), (run.Final.Value("ap"), run.Final.Value("ap50"), run.Final.Value("box_ap")));
        Assert.Equal(("yolo11s-seg", "crops", 16, 3L, 0.0005), (run.Model, run.Data, run.Batch, run.Seed, run.LastLearningRate));
        Assert.Null(run.Samples);
    }

    [Fact]
    public void Metrics_of_Lightning_are_sparse_and_count_from_zero()
    {
        folder.Write(
            "lightning_logs/version_0/metrics.csv",
            "epoch,lr,step,train_loss,val_loss,val_miou\n0,0.01,49,1.5,,\n0,,99,,0.9,0.41\n1,,199,,0.8,0.52\n");
        folder.Write("lightning_logs/version_0/hparams.yaml", "arch: unet\nbatch_size: 4\nmax_steps: 200\n");

        var run = Assert.Single(Read());

        Assert.Equal(("lightning", "unet", 4), (run.Tool, run.Model, run.Batch));
        Assert.Equal([100L, 200L], run.Curve.Select(point => point.Step));
        Assert.Equal((0.52, 0.8), (run.Final!.Value("mean_iou"), run.Final.Value("loss")));
        Assert.Equal(ImportedState.Completed, run.State);
        Assert.DoesNotContain(run.Final.Metrics, metric => metric.Name == "train_loss");
    }

    [Fact]
    public void A_history_of_Weights_and_Biases_keeps_its_duration_as_a_note()
    {
        folder.Write(
            "history.csv", "_step,_runtime,_timestamp,val/mIoU,train/loss\n100,60.5,1700000000,0.4,1.1\n200,120.2,1700000060,0.5,1.0\n");

        var run = Assert.Single(Read());

        Assert.Equal([100L, 200L], run.Curve.Select(point => point.Step));
        Assert.Contains("120 s from begin to end, evaluations included; the training time is not known apart", run.Notes);
        Assert.Null(run.TrainSeconds);
    }

    [Fact]
    public void A_chart_of_Weights_and_Biases_holds_a_run_in_each_column()
    {
        folder.Write(
            "chart.csv",
            "\"Step\",\"fast - bs8 - val/mIoU\",\"fast - bs8 - val/mIoU__MIN\",\"fast - bs8 - val/mIoU__MAX\",\"slow - val/mIoU\"\n"
            + "\"100\",\"0.4\",\"0.4\",\"0.4\",\"\"\n\"200\",\"0.5\",\"0.5\",\"0.5\",\"0.6\"\n");

        var runs = Read();

        Assert.Equal(["fast - bs8", "slow"], runs.Select(run => run.Name));
        Assert.Equal([2, 1], runs.Select(run => run.Curve.Count));
    }

    [Fact]
    public void A_table_without_a_known_number_is_not_recognized()
    {
        folder.Write("t.csv", "name,price\na,1\n");
        folder.Write("loss.csv", "step,val_loss\n1,2\n");

        Assert.False(new TableImporter().Recognizes(folder.Path));
    }

    [Fact]
    public void A_quotation_mark_that_is_not_closed_ends_with_its_line()
    {
        folder.Write("t.csv", "model,mIoU\na,0.5\n\"b," + new string('x', 100_000));

        Assert.Equal($"{folder["t.csv"]}:3", Assert.Throws<InputException>(Read).Source);
    }

    private IReadOnlyList<ImportedRun> Read()
    {
        Assert.True(new TableImporter().Recognizes(folder.Path));
        return new TableImporter().Read(folder.Path, warnings.Add);
    }
}
