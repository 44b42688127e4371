using Panoptes.Data.Checking;
using Panoptes.Data.Configuration;
using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Sessions;

/// <summary>A training says of its data what <c>data check</c> says, and ends in words where its numbers end.</summary>
[Collection(TensorEngine.Name)]
public sealed class TrainingDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly string data;

    public TrainingDataTests()
    {
        data = Path.Combine(folder.Path, "data");
        SyntheticFolder.Write(data, new SyntheticFolderConfig { Images = 8, Height = 64, Width = 96, HeldOut = 0.25, Png = true });
    }

    private string Run => Path.Combine(folder.Path, "runs", "tiny");

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
    }

    [Fact]
    public void Labels_that_are_void_everywhere_are_refused_before_training()
    {
        Relabel("train", _ => 255);
        Assert.Contains("void everywhere", Refused().Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public void Labels_of_one_class_are_a_warning_that_the_run_keeps()
    {
        Relabel("train", id => (byte)(id == 0 ? 0 : 255));
        Relabel("val", id => (byte)(id == 0 ? 0 : 255));
        Assert.Equal(0, Train());
        Assert.Contains("warning: split train: found no labeled pixel but", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("warning: split val: found no labeled pixel but", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(RunHistory.Read(RunFolder.Existing(Run).EventLog).Events.OfType<Incident>(), incident => incident.Text.Contains(
            "at least two classes", StringComparison.Ordinal));
    }

    [Fact]
    public void Class_weights_of_zero_are_refused()
    {
        const string term = "train.loss.terms=[{name: cross_entropy, class_weights: [0, 0, 0, 0, 0, 0, 0, 0]}]";
        Assert.Contains("only zeros", Assert.Throws<InputException>(() => Config(term)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "weight 0 only", Assert.Throws<InputException>(() => Config("train.loss.terms=[{name: cross_entropy, weight: 0}]")).Message,
            StringComparison.Ordinal);
        Relabel("train", id => (byte)(id == 0 ? 0 : 255));
        const string absent = "train.loss.terms=[{name: cross_entropy, class_weights: [0, 1, 1, 1, 1, 1, 1, 1]}]";
        Assert.Contains("whose class weights are 0", Refused(absent).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_class_table_is_a_warning()
    {
        File.Delete(Path.Combine(data, "classes.json"));
        Assert.Equal(0, Train());
        Assert.Contains("warning: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("camvid11, a guess", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(DataCheck.Run(new DataConfig { Root = data }).Findings, finding => finding.Kind == "class table"
            && finding.Severity == FindingSeverity.Warning);
    }

    [Fact]
    public void An_image_too_small_for_the_network_is_named_before_training()
    {
        var image = Directory.GetFiles(Path.Combine(data, "val", "images")).Order(StringComparer.Ordinal).First();
        PngFile.WriteRgb(image, new RgbImage(1, 1));
        PngFile.WriteGray(Path.Combine(data, "val", "labels", Path.GetFileName(image)), new Plane<byte>(1, 1));
        var error = Refused("model.name=segformer_b0");
        Assert.Contains(Path.GetFileName(image), error.Message, StringComparison.Ordinal);
        Assert.Contains("1x1", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
    }

    [Theory]
    [InlineData("1e3")]
    [InlineData("1e5")]
    public void A_training_that_diverges_ends_in_one_line_and_leaves_no_best_that_is_not_finite(string rate)
    {
        var error = Assert.Throws<InputException>(() => Train(
            "train.steps=30", "train.schedule.warm_up=none", "train.optimizer.name=sgd", $"train.optimizer.learning_rate={rate}"));
        Assert.Contains("finite", error.Message, StringComparison.Ordinal);
        var run = RunFolder.Existing(Run);
        Assert.Equal(0, RunHistory.Read(run.EventLog).Unreadable);
        Assert.False(File.Exists(run.Evaluation("val")));
    }

    [Fact]
    public void A_changed_class_table_is_refused_when_a_run_goes_on_and_when_it_is_evaluated()
    {
        Assert.Equal(0, Train());
        var table = Path.Combine(data, "classes.json");
        File.WriteAllText(table, File.ReadAllText(table).Replace("\"train_id\": 7", "\"train_id\": 255", StringComparison.Ordinal)
            .Replace("\"train_id\":7", "\"train_id\":255", StringComparison.Ordinal));
        Assert.Contains("was class 7", Refused().Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => EvaluationSession.Run(Run, "test", "best", [], Console(), _ => { }));
    }

    [Fact]
    public void Evaluations_of_other_protocols_weights_and_data_stay_beside_the_runs_own()
    {
        Assert.Equal(0, Train());
        var run = RunFolder.Existing(Run);
        Evaluate("best");
        var plain = File.ReadAllBytes(run.Evaluation("test"));
        Evaluate("best", "train.evaluation.flip=true", "train.evaluation.scales=[0.75, 1]");
        Evaluate("last");
        Assert.Equal(plain, File.ReadAllBytes(run.Evaluation("test")));
        var augmented = EvaluationFile.Read(run.Evaluation("test+scales-0.75-1+flip"));
        Assert.Equal("test, scales-0.75-1, flip", augmented.Title);
        Assert.Contains("scales 0.75, 1 and mirrored", augmented.Protocol, StringComparison.Ordinal);
        Assert.True(File.Exists(run.Evaluation("test+last")));
        Evaluate("best", "data.corruption.kind=fog", "data.corruption.level=5");
        Evaluate("best", "train.evaluation.kinds=[semantic]", "train.evaluation.short_side=48");
        Assert.True(File.Exists(run.Evaluation("test+short-48+kinds-semantic")));
        Assert.Equal("test, fog-5", EvaluationFile.Read(run.Evaluation("test+fog-5")).Title);
        Assert.Contains("images are spoiled when they are read: fog-5", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(plain, File.ReadAllBytes(run.Evaluation("test")));

        foreach (var layer in (string[])["images", "labels"])
        {
            File.Delete(Directory.GetFiles(Path.Combine(data, "test", layer)).Order(StringComparer.Ordinal).First());
        }

        Evaluate("best");
        Assert.Equal(plain, File.ReadAllBytes(run.Evaluation("test")));
        Assert.Contains("test had 2 images, now 1", output.ToString(), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(run.Evaluation("test"))!, "test+data-*.json"));
    }

    private void Evaluate(string weights, params string[] overrides) =>
        Assert.Equal(0, EvaluationSession.Run(Run, "test", weights, overrides, Console(), _ => { }));

    private int Train(params string[] more) => TrainingSession.Run(Config(more), null, Console(), _ => { });

    private InputException Refused(params string[] more) => Assert.Throws<InputException>(() => Train(more));

    private void Relabel(string split, Func<byte, byte> change)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(data, split, "labels")))
        {
            var labels = PngFile.ReadLabels<byte>(file);
            PngFile.WriteGray(file, new Plane<byte>(labels.Width, labels.Height, [.. labels.Pixels.Select(change)]));
        }
    }

    private static readonly string[] Small = ["model.width_multiplier=0.25", "model.head_channels=16"];

    private RunConfig Config(params string[] more) => ConfigReader.Read<RunConfig>(
        null,
        new[]
        {
            $"data.root={data}", $"run.folder={Path.Combine(folder.Path, "runs")}", "run.name=tiny", "loader.workers=0",
            "augmentation.crop=[64, 64]", "report.tensor_board=false", "report.images=1",
            "train.steps=1", "train.batch_size=2", "train.threads=1", "train.log_every=1", "train.checkpoint.every=1",
            "train.evaluation.every=1",
        }.Concat(more.Any(setting => setting.StartsWith("model.name")) ? [] : Small).With([.. more]));

    private IAnsiConsole Console() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(output),
    });
}
