using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Models.Catalog;
using Panoptes.Tensors;
using Panoptes.Tests;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Sessions;

/// <summary>The whole road on a handful of tiny scenes: train, resume, evaluate, predict.</summary>
[Collection(TensorEngine.Name)]
public sealed class SessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new() { NewLine = "\n" };

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
    }

    [Fact]
    public void A_run_that_lost_its_last_checkpoint_goes_on_and_ends_with_the_same_weights()
    {
        var config = Config();
        Assert.Equal(0, TrainingSession.Run(config, null, Console(), WritePage, TimeProvider.System));
        var run = RunFolder.Existing(Path.Combine(folder.Path, "runs", "tiny"));
        var last = Path.Combine(run.Checkpoints, "step_00000004.safetensors");
        var weights = File.ReadAllBytes(last);
        CheckWritten(run);
        Assert.Equal(["", "", "val"], File.ReadAllLines(run.Report));
        var kernel = run.ReadEnvironment()!.BlasKernel;
        Assert.Equal(BlasKernel.Name, kernel);
        BeginWithAnotherKernel(run, kernel);

        // As if the process had been killed between the two checkpoints, in the middle of a line.
        File.Delete(last);
        File.AppendAllText(run.EventLog, "{\"event\":\"train\",\"v\":1,\"st");
        Assert.Equal(0, TrainingSession.Run(config, null, Console(), WritePage, TimeProvider.System));
        Assert.Equal(weights, File.ReadAllBytes(last));
        var history = RunHistory.Read(run.EventLog);
        Assert.Equal([1L, 2, 3, 4], history.Training.Select(point => point.Step));
        Assert.Equal([2L, 4], history.Evaluations("val").Select(point => point.Step));
        Assert.True(history is { Attempts: 2, Superseded: > 0, Unreadable: 0 });
        var said = output.ToString();
        Assert.Contains("going on from step 2 of 4", said);
        Assert.Equal(kernel is not null, said.Contains("not on NoSuchKernel as the run began", StringComparison.Ordinal));
        Assert.Contains("torn last line", said);
        EvaluateAndPredict(run);
    }

    [Theory]
    [InlineData("model.weights=none.pth", "none.pth")]
    [InlineData("data.root=nowhere", "nowhere")]
    [InlineData("train.loss.terms=[{name: cross_entropy, class_weights: [1, 2]}]", "class_weights")]
    public void A_failed_start_leaves_no_run_folder(string setting, string named)
    {
        var config = Config(setting);
        Assert.Contains(named, Assert.Throws<InputException>(() => TrainingSession.Run(config, null, Console(), WritePage)).Message);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "runs", "tiny")));
    }

    [Fact]
    public void A_failed_attempt_at_a_run_that_has_begun_is_in_its_event_log_and_the_lock_is_let_go()
    {
        Assert.Equal(0, TrainingSession.Run(Config("train.steps=1"), null, Console(), WritePage));
        var run = RunFolder.Existing(Path.Combine(folder.Path, "runs", "tiny"));
        foreach (var file in Directory.GetFiles(run.Checkpoints))
        {
            File.WriteAllBytes(file, [1]);
        }

        Assert.Throws<InputException>(() => TrainingSession.Run(Config("train.steps=1"), null, Console(), WritePage));
        Assert.Equal("error", RunHistory.Read(run.EventLog).Events.OfType<AttemptEnded>().Last().Reason);
        RunLock.Take(run.FullPath, TimeProvider.System).Dispose();
    }

    private static void CheckWritten(RunFolder run)
    {
        foreach (var file in new[] { run.ConfigYaml, run.ConfigJson, run.EnvironmentJson, run.Attempt(
            1), run.Summary, run.EventLog, run.BatchSheet, run.Evaluation("val") })
        {
            Assert.True(new FileInfo(file) is { Exists: true, Length: > 100 }, file);
        }

        // One of the attempt, one of the evaluation at its end.
        Assert.Equal(2, Directory.GetFiles(run.TensorBoard).Length);
        Assert.Contains("val_semantic_worst/000", BoardText(run));
        Assert.True(File.Exists(Path.Combine(run.Checkpoints, "best.safetensors")));
        var events = RunHistory.Read(run.EventLog);
        Assert.All(events.Training, point => Assert.True(point is { Loss: > 0, ImagesPerSecond: > 0, MemoryMib: > 0, GradientNorm: > 0 }));
        Assert.Contains("decode.loss_ce", events.Training.First().Losses.Keys);
        Assert.Equal("completed", Assert.IsType<AttemptEnded>(events.Events[^1]).Reason);
        var summary = RunSummary.Read(run.Summary)!;
        Assert.Equal(summary.TrainableParameters, summary.Groups.Sum(group => group.Parameters));
    }

    private static void BeginWithAnotherKernel(RunFolder run, string? kernel)
    {
        if (kernel is not null)
        {
            File.WriteAllText(
                run.Attempt(1), File.ReadAllText(run.Attempt(1)).Replace($"\"{kernel}\"", "\"NoSuchKernel\"", StringComparison.Ordinal));
        }
    }

    private void EvaluateAndPredict(RunFolder run)
    {
        var data = Path.Combine(folder.Path, "data");
        Assert.Equal(0, EvaluationSession.Run(run.FullPath, "test", "best", [], Console(), WritePage));
        Assert.Contains("test/mean_iou", BoardText(run));
        var result = EvaluationFile.Read(run.Evaluation("test"));
        var semantic = Assert.Single(result.Kinds);
        Assert.Equal(semantic.ValidPixels, semantic.Classes.Sum(row => (long)row.Of("truth_pixels")!.Value));
        Assert.InRange(result.Primary!.Value!.Value, 0, 1);
        Assert.All(semantic.WorstImages.Take(2), row => Assert.True(
            File.Exists(Path.Combine(run.FullPath, "evaluation", row.Difference!))));
        Assert.Equal(semantic.WorstImages.OrderBy(row => row.Metrics[0].Value).Select(row => row.Name), semantic.WorstImages
            .Select(row => row.Name));
        Assert.Equal(["val", "test"], File.ReadAllLines(run.Report)[^1].Split(' '));

        var image = Directory.GetFiles(Path.Combine(data, "test", "images"))[0];
        var broken = folder.Write("broken.png", "no image");
        var results = Path.Combine(folder.Path, "predictions");
        Assert.Equal(1, PredictionSession.Run(
            ModelSource.OfRun(run.FullPath, "last"), new PredictionRequest([image, broken]) { Output = results }, Console()));
        Assert.Contains("broken.png", output.ToString());
        var stem = Path.GetFileNameWithoutExtension(image);
        var labels = PngFile.ReadLabels<byte>(Path.Combine(results, stem + ".png"));
        Assert.Equal((96, 64), (labels.Width, labels.Height));
        var plain = PredictPlainly(run, image);
        Assert.InRange(labels.Pixels.Zip(plain).Count(pair => pair.First == pair.Second), 0.99 * plain.Length, plain.Length);
        Assert.Equal(96, ImageFile.ReadRgb(Path.Combine(results, stem + ".overlay.jpg")).Width);
    }

    private static string BoardText(RunFolder run) => string.Concat(
        Directory.GetFiles(run.TensorBoard).Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));

    // Stored ids by the network as it is trained, with no normalization merged into a convolution.
    private static int[] PredictPlainly(RunFolder run, string image)
    {
        var classes = RunSummary.Read(run.Summary)!.Classes;
        var config = run.ReadConfig([]);
        using var model = ModelCatalog.Create(config.Model with { NumClasses = classes.Count });
        RunModel.Load(model, run, "last", _ => { });
        return [.. RunModel.Predictor(model, config, (int[])[], Device.Cpu, whileTraining: false).Predict(ImageFile.ReadRgb(image)).Pixels
            .Select(id => classes[id].RawId)];
    }

    // A page with a line for every time it was written: the evaluations that the run's folder holds.
    private static void WritePage(RunFolder run)
    {
        var results = new[] { "val", "test" }.Where(name => File.Exists(run.Evaluation(name)));
        File.AppendAllText(run.Report, string.Join(' ', results) + "\n");
    }

    private RunConfig Config(params string[] more)
    {
        var data = Path.Combine(folder.Path, "data");
        SyntheticFolder.Write(data, new SyntheticFolderConfig { Images = 14, Height = 64, Width = 96, HeldOut = 0.2 });
        return ConfigReader.Read<RunConfig>(
            null,
            new[]
            {
                $"data.root={data}", $"run.folder={Path.Combine(folder.Path, "runs")}", "run.name=tiny", "loader.workers=1",
                "augmentation.crop=[64, 64]", "model.width_multiplier=0.25", "model.head_channels=16",
                "train.steps=4", "train.batch_size=2", "train.threads=1", "train.log_every=1", "train.checkpoint.every=2",
                "train.evaluation.every=2", "report.images=2",
            }.With(more));
    }

    private IAnsiConsole Console() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(output),
    });
}
