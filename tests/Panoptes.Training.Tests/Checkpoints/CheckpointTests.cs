using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Engine;
using Panoptes.Training.Hooks;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Engine;
using Panoptes.Training.Tests.Evaluation;

namespace Panoptes.Training.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-checkpoint-").FullName;
    private readonly List<string> said = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_newest_few_are_kept()
    {
        Train(10, 2);
        Assert.Equal([8L, 10L], Store().List().Select(entry => entry.Step));
        Assert.Empty(said);
    }

    [Fact]
    public void A_damaged_newest_one_is_said_aloud_and_the_older_one_used()
    {
        Train(10, 2);
        var newest = Store().PathOf(10);
        var bytes = File.ReadAllBytes(newest);
        bytes[^3] ^= 1;
        File.WriteAllBytes(newest, bytes);

        using var checkpoint = Store().NewestValid();

        Assert.Equal(8, checkpoint!.Manifest.Progress.Step);
        Assert.Contains(
            said, line => line.Contains("SHA-256", StringComparison.Ordinal) && line.Contains(newest, StringComparison.Ordinal));
        Assert.True(File.Exists(newest + ".damaged"));
    }

    [Fact]
    public void Every_flipped_bit_and_every_cut_is_found()
    {
        Train(2, 2);
        var path = Store().PathOf(2);
        var whole = File.ReadAllBytes(path);
        var random = new SeededRandom(11);
        for (var i = 0; i < 60; i++)
        {
            var bytes = (byte[])whole.Clone();
            var at = random.NextInt(0, bytes.Length);
            bytes[at] ^= (byte)(1 << random.NextInt(0, 8));
            File.WriteAllBytes(path, random.NextBool(0.3) ? whole[..at] : bytes);
            Assert.True(IsRefusedOrSame(path, whole), $"byte {at}");
        }

        File.WriteAllBytes(path, whole);
        Checkpoint.Read(path).Dispose();
    }

    [Fact]
    public void With_only_damaged_ones_it_stops_rather_than_start_over()
    {
        Train(2, 2);
        File.WriteAllBytes(Store().PathOf(2), [1, 2, 3]);
        Assert.Throws<InputException>(() => Store().NewestValid());
    }

    [Fact]
    public void One_of_a_later_version_stops_it_and_is_left_as_it_is()
    {
        Train(4, 2);
        using (var checkpoint = Store().NewestValid())
        {
            new Checkpoint(checkpoint!.Manifest with { Format = 99 }, checkpoint.Tensors).Write(Store().PathOf(6));
        }

        Assert.Contains("format 99", Assert.Throws<InputException>(() => Store().NewestValid()).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Store().PathOf(6)));
    }

    [Fact]
    public void An_empty_folder_has_none() => Assert.Null(Store().NewestValid());

    [Fact]
    public void What_a_killed_process_left_half_written_is_removed()
    {
        var leftover = Path.Combine(folder, ".step_00000004.safetensors.123.abc.tmp");
        File.WriteAllText(leftover, "half");
        Store();
        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public void Other_tools_find_the_weights_under_their_names()
    {
        using var trainer = Train(2, 2);
        using var file = WeightFile.Open(Store().PathOf(2));
        Assert.All(trainer.Model.StateDict(), entry => Assert.NotNull(file.Find(entry.Name)));
        Assert.Contains(file.Entries, entry => entry.Name == "@random/cpu.rank0");
        Assert.Contains(file.Entries, entry => entry.Name.StartsWith("@optimizer/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_checkpoint_of_another_seed_or_model_is_refused()
    {
        Train(4, 2);
        using var checkpoint = Store().NewestValid();
        using var other = ToyTraining.Create(ToyTraining.Config(4) with { Seed = 8 });
        Assert.Contains("train.seed", Assert.Throws<InputException>(() => other.Restore(checkpoint!)).Message, StringComparison.Ordinal);
        using var wider = new TinySegmenter(ToyTraining.Classes, width: 9);
        Assert.Contains(
            "stem.weight", Assert.Throws<InputException>(() => checkpoint!.RestoreModel(wider)).Message, StringComparison.Ordinal);
        using var narrower = new PointwiseSegmenter(ToyTraining.Classes);
        Assert.Throws<InputException>(() => checkpoint!.RestoreModel(narrower));
    }

    [Fact]
    public void The_best_one_is_kept_apart_and_progress_remembers_it()
    {
        var scores = new Queue<double>([0.2, 0.6, 0.4]);
        using var trainer = ToyTraining.Create(
            ToyTraining.Config(6, 2), new ValidateHook((_, _) => Results.WithMeanIoU(scores.Dequeue()), 2), new CheckpointHook(Store(), 2));
        trainer.Run();
        using var best = Checkpoint.Read(Store().BestPath);
        Assert.Equal(4, best.Manifest.Progress.Step);
        Assert.Equal((0.6, 4L), (trainer.Progress.BestScore!.Value, trainer.Progress.BestStep));
        using var newest = Store().NewestValid();
        Assert.Equal(0.6, newest!.Manifest.Progress.BestScore!.Value, 12);
    }

    private Trainer Train(long steps, long every)
    {
        var trainer = ToyTraining.Create(ToyTraining.Config(steps, every), new CheckpointHook(Store(), every));
        trainer.Run();
        return trainer;
    }

    private CheckpointStore Store() => new(folder, 2, said.Add);

    // A flip in the header's spaces changes nothing that is read.
    private static bool IsRefusedOrSame(string path, byte[] whole)
    {
        try
        {
            using var read = Checkpoint.Read(path);
            var copy = path + ".copy";
            read.Write(copy);
            return File.ReadAllBytes(copy).SequenceEqual(whole);
        }
        catch (InputException)
        {
            return true;
        }
    }
}
