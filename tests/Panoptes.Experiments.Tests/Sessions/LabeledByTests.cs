using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Tests;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Sessions;

/// <summary>A finished run labels the images that another one trains on.</summary>
[Collection(TensorEngine.Name)]
public sealed class LabeledByTests : IDisposable
{
    private static readonly string[] Small = ["model.width_multiplier=0.25", "model.head_channels=16"];
    private static readonly string[] SmallMasks =
    [
        "task=panoptic", "data.format=coco_panoptic", "model.name=mask2former_mobilenetv2", "model.queries=8", "model.width=32",
        "model.decoder_layers=1", "model.encoder_layers=1", "model.feed_forward=32", "model.encoder_feed_forward=32",
        "train.masks.points=64", "train.evaluation.panoptic.object_score=0",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_student_learns_from_a_teachers_labels_and_a_broken_off_run_ends_with_the_same_weights(bool panoptic)
    {
        string[] model = panoptic ? SmallMasks : Small;
        Write();
        Assert.Equal(0, Train("teacher", model));
        var student = Student(model);
        Assert.Equal(0, Train("student", student));
        var run = RunFolder.Existing(Path.Combine(folder.Path, "runs", "student"));
        var last = Path.Combine(run.Checkpoints, "step_00000002.safetensors");
        var weights = File.ReadAllBytes(last);
        Assert.Contains(RunSummary.Read(run.Summary)!.Splits, row => row.Role == SplitRow.Labeler && row.Files.Length == 64);

        File.Delete(last);
        Assert.Equal(0, Train("student", student));
        Assert.Equal(weights, File.ReadAllBytes(last));
    }

    [Fact]
    public void A_run_that_is_not_there_or_tells_other_classes_apart_is_refused_by_the_settings_name()
    {
        Write();
        Assert.Contains("teacher", Assert.Throws<InputException>(() => Train("student", Student(Small))).Message);
        Assert.Equal(0, Train("teacher", Small));
        var table = Path.Combine(folder.Path, "data", "classes.json");
        File.WriteAllText(table, File.ReadAllText(table).Replace("\"sky\"", "\"heaven\"", StringComparison.Ordinal));
        var error = Assert.Throws<InputException>(() => Train("student", Student(Small)));
        Assert.Contains("data.streams.unlabeled.labeled_by", error.Message);
    }

    [Theory]
    [InlineData("data.streams.unlabeled.min_score=1.5", "min_score")]
    [InlineData("data.streams.unlabeled.labeled_by=null", "min_score")]
    public void A_score_out_of_range_or_without_a_model_is_refused(string setting, string named)
    {
        Write();
        Assert.Contains(named, Assert.Throws<InputException>(() => Train("student", [.. Student(Small), setting])).Message);
    }

    private string[] Student(string[] model) =>
    [
        .. model, "data.streams.labeled={}",
        $"data.streams.unlabeled={{split: val, labeled_by: {Path.Combine(folder.Path, "runs", "teacher")}, min_score: 0.05}}",
        "train.supervisors=[{kind: ground_truth}, {kind: ground_truth, stream: unlabeled, weight: 0.5}]",
    ];

    private void Write() => SyntheticFolder.Write(
        Path.Combine(folder.Path, "data"), new SyntheticFolderConfig { Images = 8, Height = 64, Width = 96, HeldOut = 0.25 });

    private int Train(string name, string[] more) => TrainingSession.Run(Config(name, more), null, Silent(), _ => { });

    private RunConfig Config(string name, string[] more) => ConfigReader.Read<RunConfig>(
        null,
        new[]
        {
            $"data.root={Path.Combine(folder.Path, "data")}", $"run.folder={Path.Combine(folder.Path, "runs")}", $"run.name={name}",
            "loader.workers=1", "augmentation.crop=[64, 64]", "augmentation.cat_max_ratio=1",
            "report.tensor_board=false", "report.images=1",
            "train.steps=2", "train.batch_size=2", "train.threads=1", "train.log_every=1", "train.checkpoint.every=1",
            "train.evaluation.every=1",
        }.With(more));

    private static IAnsiConsole Silent() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(TextWriter.Null),
    });
}
