using Panoptes.Foundation;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Hooks;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Evaluation;

namespace Panoptes.Training.Tests.Checkpoints;

/// <summary>What is said of damaged and missing checkpoints is true, and no remedy costs what is whole.</summary>
public sealed class DamagedCheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-damaged-").FullName;
    private readonly List<string> said = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Where_all_steps_are_damaged_the_best_that_is_whole_is_named_each_time_and_the_remedy_works()
    {
        Train();
        Damage("step_*");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var error = Assert.Throws<InputException>(() => Store().NewestValid());
            Assert.Contains("best.safetensors, of step 4, is whole", error.Message, StringComparison.Ordinal);
            Assert.Contains($"cp {Store().BestPath} {Store().PathOf(4)}", error.Advice, StringComparison.Ordinal);
            Assert.DoesNotContain("remove", error.Message, StringComparison.Ordinal);
        }

        File.Copy(Store().BestPath, Store().PathOf(4));
        using var checkpoint = Store().NewestValid();
        Assert.Equal(4, checkpoint!.Manifest.Progress.Step);
    }

    [Fact]
    public void Where_everything_is_damaged_that_is_said_and_nothing_is_advised_to_be_removed()
    {
        Train();
        Damage("*");
        var error = Assert.Throws<InputException>(() => Store().NewestValid());
        Assert.Contains("best.safetensors damaged too", error.Message, StringComparison.Ordinal);
        Assert.Contains("run.name=", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("remove", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_only_the_best_is_there_the_training_goes_on_from_it()
    {
        Train();
        Delete("step_*");
        using var checkpoint = Store().NewestValid();
        Assert.Equal(4, checkpoint!.Manifest.Progress.Step);
        Assert.Contains(said, line => line.Contains("going on from", StringComparison.Ordinal)
            && line.Contains("best.safetensors", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_best_that_is_damaged_or_missing_is_made_again_from_the_checkpoint_of_its_step(bool damaged)
    {
        Train();
        var whole = File.ReadAllBytes(Store().BestPath);
        if (damaged)
        {
            Damage("best*");
        }
        else
        {
            Delete("best*");
        }

        Assert.True(Store().HasBest(4));
        Assert.Equal(whole, File.ReadAllBytes(Store().BestPath));
        Assert.Contains("made again", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void A_best_that_is_lost_is_said_and_the_next_evaluation_is_the_best()
    {
        Train();
        Damage("best*");
        File.Delete(Store().PathOf(4));
        Assert.False(Store().HasBest(4));
        Assert.Contains("are lost", Assert.Single(said), StringComparison.Ordinal);
        using var trainer = ToyTraining.Create(ToyTraining.Config(6, 2));
        using var newest = Store().NewestValid();
        trainer.Restore(newest!);
        trainer.ForgetBest();
        trainer.Evaluated(Results.WithMeanIoU(0.1));
        Assert.Equal(0.1, trainer.Progress.BestScore!.Value, 12);
    }

    [Fact]
    public void States_of_generators_are_kept_by_kind_and_rank_and_their_absence_is_said()
    {
        Train();
        using var checkpoint = Store().NewestValid();
        Assert.Equal(["@random/cpu.rank0"], Names(checkpoint!));
        using var trainer = ToyTraining.Create(ToyTraining.Config(6, 2));
        Assert.Empty(trainer.Restore(checkpoint!));

        // As an earlier version named it.
        using var older = Renamed(checkpoint!, "@random/cpu");
        Assert.Empty(trainer.Restore(older));
        using var foreign = Renamed(checkpoint!, "@random/cuda.rank0");
        var lacking = Assert.Single(trainer.Restore(foreign));
        Assert.Contains("no state of the cpu random generator", lacking, StringComparison.Ordinal);
        Assert.Contains("cuda.rank0", lacking, StringComparison.Ordinal);
    }

    private static Checkpoint Renamed(Checkpoint checkpoint, string generator) =>
        new(checkpoint.Manifest, [.. checkpoint.Tensors
            .Select(entry => (entry.Name.StartsWith("@random/", StringComparison.Ordinal) ? generator : entry.Name, entry.Tensor))]);

    private static string[] Names(Checkpoint checkpoint) =>
        [.. checkpoint.Tensors.Select(entry => entry.Name).Where(name => name.StartsWith("@random/", StringComparison.Ordinal))];

    private void Train()
    {
        var scores = new Queue<double>([0.2, 0.6, 0.4]);
        using var trainer = ToyTraining.Create(
            ToyTraining.Config(6, 2), new ValidateHook((_, _) => Results.WithMeanIoU(scores.Dequeue()), 2), new CheckpointHook(Store(), 2));
        trainer.Run();
    }

    private void Damage(string pattern)
    {
        foreach (var file in Directory.GetFiles(folder, pattern))
        {
            var bytes = File.ReadAllBytes(file);
            File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        }
    }

    private void Delete(string pattern)
    {
        foreach (var file in Directory.GetFiles(folder, pattern))
        {
            File.Delete(file);
        }
    }

    private CheckpointStore Store() => new(folder, 2, said.Add);
}
