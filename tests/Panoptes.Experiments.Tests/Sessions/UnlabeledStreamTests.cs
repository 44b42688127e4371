using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Tests;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Sessions;

/// <summary>Images that have no labels beside images that have some.</summary>
[Collection(TensorEngine.Name)]
public sealed class UnlabeledStreamTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public UnlabeledStreamTests() => SyntheticFolder.Write(
        Path.Combine(folder.Path, "data"), new SyntheticFolderConfig { Images = 8, Height = 64, Width = 96, HeldOut = 0.25 });

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train.supervisors=[{kind: ground_truth}, {kind: teacher, stream: unlabeled}]")]
    [InlineData("train.supervisors=[{kind: teacher, stream: unlabeled}, {kind: ground_truth}]")]
    public void A_teacher_labels_a_folder_of_images_whatever_stream_comes_first(string supervisors)
    {
        var images = Path.Combine(folder.Path, "data", "train", "images");
        Assert.Equal(0, Train(supervisors, $"data.streams={{labeled: {{}}, unlabeled: {{data: {{root: '{images}', format: images}}}}}}"));
        var run = RunFolder.Existing(Path.Combine(folder.Path, "runs", "taught"));
        Assert.True(new FileInfo(run.BatchSheet).Length > 100);
        var history = RunHistory.Read(run.EventLog);
        Assert.Contains("unlabeled.teacher_labels", history.Training.Last().Losses.Keys);
        var logged = history.Training.Select(point => point.Losses["unlabeled.teacher_class_agreement"]!.Value).ToList();
        Assert.All(logged, share => Assert.InRange(share, 0, 1));
        Assert.Equal(logged.Average(), history.Evaluations("val").Last().Value("teacher_class_agreement")!.Value, 5);
    }

    private int Train(params string[] more) => TrainingSession.Run(
        ConfigReader.Read<RunConfig>(
            null,
            new[]
            {
                $"data.root={Path.Combine(folder.Path, "data")}", $"run.folder={Path.Combine(folder.Path, "runs")}", "run.name=taught",
                "loader.workers=0", "augmentation.crop=[64, 64]", "augmentation.strong={}", "model.width_multiplier=0.25",
                "model.head_channels=16", "train.steps=2", "train.batch_size=2", "train.threads=1", "train.log_every=1",
                "train.teacher.labels.pixel_score=0", "report.images=1", "report.tensor_board=false",
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
