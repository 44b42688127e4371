using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Tests;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Sessions;

/// <summary>Intra-batch supervision as a setting.</summary>
[Collection(TensorEngine.Name)]
public sealed class IntraBatchTests : IDisposable
{
    private const string Supervisors = "train.supervisors=[{kind: ground_truth}, {kind: intra_batch}]";
    private readonly TemporaryFolder folder = new();

    public IntraBatchTests() => SyntheticFolder.Write(
        Path.Combine(folder.Path, "data"), new SyntheticFolderConfig { Images = 8, Height = 64, Width = 96, HeldOut = 0.25 });

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train.intra_batch.points=32")]
    [InlineData("train.intra_batch.preset=paper")]
    [InlineData("train.intra_batch.memory=3", "train.batch_size=1")]
    [InlineData("data.sampler={kind: class_pair, sizes: [16, 32]}", "train.batch_size=4")]
    [InlineData("data.sampler={kind: thing_center, anchor: mask_pixel}")]
    public void It_is_a_loss_of_its_own_and_a_broken_off_run_ends_with_the_same_weights(params string[] settings)
    {
        Assert.Equal(0, Train(settings));
        var run = RunFolder.Existing(Path.Combine(folder.Path, "runs", "ibs"));
        var losses = RunHistory.Read(run.EventLog).Training.Last().Losses;
        Assert.True(losses.TryGetValue("loss_ibs", out var loss) && double.IsFinite(loss ?? double.NaN), string.Join(", ", losses.Keys));
        var last = Path.Combine(run.Checkpoints, "step_00000003.safetensors");
        var weights = File.ReadAllBytes(last);
        File.Delete(last);
        Assert.Equal(0, Train(settings));
        Assert.Equal(weights, File.ReadAllBytes(last));
    }

    [Theory]
    [InlineData("at least 2", "train.batch_size=1")]
    [InlineData("put ground_truth first", "train.supervisors=[{kind: intra_batch}, {kind: ground_truth}]")]
    [InlineData("even", "train.batch_size=3", "train.intra_batch.pairing=pair")]
    [InlineData("data.sampler.kind=class_pair draws crops in pairs", "train.batch_size=3", "data.sampler.kind=class_pair")]
    [InlineData("train.intra_batch.focal_alpha", "train.intra_batch.focal_alpha=2")]
    public void What_it_cannot_do_is_refused_with_the_reason(string reason, params string[] settings) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => Train(settings)).Message);

    private int Train(string[] more) => TrainingSession.Run(
        ConfigReader.Read<RunConfig>(
            null,
            new[]
            {
                Supervisors, $"data.root={Path.Combine(folder.Path, "data")}", $"run.folder={Path.Combine(folder.Path, "runs")}",
                "run.name=ibs", $"data.segment_index={Path.Combine(folder.Path, "segments")}",
                "task=panoptic", "data.format=coco_panoptic", "loader.workers=0", "augmentation.crop=[64, 64]",
                "augmentation.cat_max_ratio=1",
                "model.name=mask2former_mobilenetv2", "model.queries=8", "model.width=32", "model.decoder_layers=2",
                "model.encoder_layers=1", "model.feed_forward=32", "model.encoder_feed_forward=32", "report.tensor_board=false",
                "report.images=1", "train.steps=3", "train.batch_size=2", "train.threads=1", "train.masks.points=64", "train.log_every=1",
                "train.checkpoint.every=1", "train.evaluation.every=3",
            }.With(more)),
        null,
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(TextWriter.Null),
        }),
        _ => { });
}
