using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Tensors;
using Panoptes.Tests;
using Panoptes.Training.Checkpoints;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Sessions;

/// <summary>Stages of one run, one after the other in one process.</summary>
[Collection(TensorEngine.Name)]
public sealed class StageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public StageTests() => SyntheticFolder.Write(
        Path.Combine(folder.Path, "data"), new SyntheticFolderConfig { Images = 8, Height = 64, Width = 96, HeldOut = 0.25 });

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_one_stage_does_not_train_the_next_does_not_either_where_both_say_so()
    {
        Train("stages=[{name: a, steps: 1}, {name: b, steps: 1}, {name: c, steps: 2}]");
        using var first = At(1);
        using var last = At(4);
        Assert.Equal(Backbone(first), Backbone(last));
        Assert.NotEqual(Head(first), Head(last));
    }

    [Fact]
    public void What_a_stage_does_not_train_the_next_does_where_nothing_else_is_said()
    {
        Train(
            "stages=[{name: a, steps: 1}, {name: b, steps: 3, set: ['train.untrained=[]', 'train.frozen_statistics=false']}]");
        using var first = At(1);
        using var last = At(4);
        var (before, after) = (Backbone(first), Backbone(last));
        Assert.All(before.Zip(after), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    private static List<(string Name, string Values)> Backbone(Checkpoint checkpoint) => Part(checkpoint, "backbone.");

    private static List<(string Name, string Values)> Head(Checkpoint checkpoint) => Part(checkpoint, "decode_head.");

    private static List<(string Name, string Values)> Part(Checkpoint checkpoint, string prefix)
    {
        var part = checkpoint.Tensors.Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => (entry.Name, string.Join(' ', entry.Tensor.To(DType.Float64).ToArray<double>()))).ToList();
        Assert.NotEmpty(part);
        return part;
    }

    private Checkpoint At(int step) => Checkpoint.Read(
        Path.Combine(folder.Path, "runs", "staged", "checkpoints", $"step_{step:D8}.safetensors"));

    private void Train(string stages) => Assert.Equal(0, TrainingSession.Run(
        ConfigReader.Read<RunConfig>(
            null,
            [
                stages, $"data.root={Path.Combine(folder.Path, "data")}", $"run.folder={Path.Combine(folder.Path, "runs")}",
                "run.name=staged", "loader.workers=0", "augmentation.crop=[64, 64]", "model.width_multiplier=0.25",
                "model.head_channels=16", "report.tensor_board=false", "report.images=1", "train.steps=4", "train.batch_size=2",
                "train.threads=1", "train.untrained=[backbone]", "train.frozen_statistics=true", "train.log_every=1",
                "train.checkpoint.every=1", "train.checkpoint.keep=9", "train.evaluation.every=4",
            ]),
        null,
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(TextWriter.Null),
        }),
        _ => { }));
}
