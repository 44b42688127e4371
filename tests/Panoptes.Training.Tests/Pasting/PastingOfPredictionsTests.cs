using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Hooks;
using Panoptes.Training.Matching;
using Panoptes.Training.Pasting;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision.Masks;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Masks;

namespace Panoptes.Training.Tests.Pasting;

public sealed class PastingOfPredictionsTests : IDisposable
{
    private const int Thing = 5;
    private static readonly CopyPasteConfig Paste = new()
    {
        Source = CopyPasteSource.Predictions,
        MaxObjects = 3,
        MinBox = 5,
        Scale = [1, 1],
        Flip = 0,
        StartupSteps = 2,
    };

    private static readonly AugmentationConfig Augmentation =
        new() { Crop = [48, 64], ResizeMin = .9, ResizeMax = 1.2, CatMaxRatio = 1, CopyPaste = Paste };

    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-pasting-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Labeled_objects_are_pasted_first_and_then_what_was_found_in_the_step_before()
    {
        using var loader = Loader();
        using var pasting = new PastingOfPredictions(Augmentation, 7, _ => true);
        var asked = 0;
        SegmenterOutputs Predict(Tensor images)
        {
            asked++;
            return new Scripted([Found(Thing, .9, 2 + asked, 3, 9, 8)]);
        }

        using var first = pasting.Change(loader.Take(0), 0, Predict);
        Assert.Equal(0, asked);
        Assert.All(first.Samples.SelectMany(sample => sample.Pasted), one => Assert.NotEqual("a prediction", one.Source));
        using var last = pasting.Change(loader.Take(1), 1, Predict);
        Assert.Equal(1, asked);
        Assert.All(last.Samples.SelectMany(sample => sample.Pasted), one => Assert.NotEqual("a prediction", one.Source));
        using var before = loader.Take(1);
        var expected = before.Colors(0, new(3, 3, 12, 11));
        using var own = pasting.Change(loader.Take(2), 2, Predict);
        var pasted = own.Samples.SelectMany(sample => sample.Pasted).ToList();
        Assert.All(pasted, one => Assert.Equal(("a prediction", Thing, 72L), (one.Source, one.TrainId, one.Mask.Area)));
        Assert.InRange(pasted.Count, 2, 6);
        var box = own.Samples[0].Pasted[^1].Mask.Box;
        Assert.Contains(expected, value => value == own.Colors(0, new((int)box.X, (int)box.Y, (int)box.X + 9, (int)box.Y + 8))[0]);
    }

    [Fact]
    public void Only_what_is_sure_large_and_labeled_nowhere_is_kept()
    {
        using var loader = Loader();
        using var probe = loader.Take(0);
        var labeled = BatchObjects.Boxes(probe, 0)[0];
        PredictedInstance[] found =
        [
            Found(Thing, .9, 1, 1, 6, 6), Found(Thing, .75, 1, 1, 20, 20), Found(Thing, .9, 1, 1, 5, 20),
            Found(Thing, .99, (int)labeled.X, (int)labeled.Y, (int)labeled.Width, (int)labeled.Height),
        ];
        using var pasting = new PastingOfPredictions(
            Augmentation with { CopyPaste = Paste with { StartupSteps = 0 } }, 7, _ => true);
        pasting.Change(loader.Take(0), 0, _ => new Scripted(found)).Dispose();
        var table = pasting.State().Single(entry => entry.Name == "objects").Tensor.ToArray<long>();
        Assert.Equal([Thing, 6L, 6], table.Take(3));
        Assert.DoesNotContain(20L, table);
    }

    [Fact]
    public void Its_state_comes_back_from_tensors_and_a_damaged_one_is_refused()
    {
        using var loader = Loader();
        using var one = new PastingOfPredictions(Augmentation, 7, _ => true);
        using var other = new PastingOfPredictions(Augmentation, 7, _ => true);
        SegmenterOutputs Predict(Tensor images) => new Scripted([Found(Thing, .9, 4, 3, 9, 8), Found(Thing + 1, .8, 20, 9, 12, 7)]);
        one.Change(loader.Take(5), 5, Predict).Dispose();
        other.LoadState(one.State());
        using var expected = one.Change(loader.Take(6), 6, Predict);
        using var resumed = other.Change(loader.Take(6), 6, Predict);
        Assert.Equal(expected.Images.ToArray<float>(), resumed.Images.ToArray<float>());
        Assert.Equal(expected.Targets.Segments!.Ids.ToArray<int>(), resumed.Targets.Segments!.Ids.ToArray<int>());
        var state = one.State().Where(entry => entry.Name != "masks").ToList();
        Assert.Contains("objects to paste", Assert.Throws<InputException>(() => other.LoadState(state)).Message);
        other.LoadState([]);
        Assert.Empty(other.State());
    }

    [Fact]
    public void A_model_that_finds_no_objects_is_refused()
    {
        using var pasting = new PastingOfPredictions(Augmentation, 7, _ => true);
        using var model = new TinySegmenter(4);
        Assert.Contains("augmentation.copy_paste.source", Assert.Throws<InputException>(() => pasting.Check(model)).Message);
    }

    [Fact]
    public void A_training_that_goes_on_ends_with_the_bits_of_an_unbroken_one()
    {
        var before = TensorScope.LiveTensors;
        var unbroken = Train(8, 8, out var pasted);
        Assert.True(pasted > 3, $"{pasted} objects that were found were pasted");
        Train(5, 8, out _);
        Assert.Equal(unbroken, Train(8, 8, out _));
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void A_change_that_fails_leaves_no_batch_behind()
    {
        var before = TensorScope.LiveTensors;
        Fail();
        Assert.Equal(before, TensorScope.LiveTensors);

        static void Fail()
        {
            var config = ToyTraining.Config(2, 5);
            EngineSetup.Apply(config);
            using var loader = Loader();
            using var inner = new PastingOfPredictions(Augmentation, 7, Things);
            var stream = new SampleStream(SampleStream.Labeled, loader.Take)
            {
                Change = new Counting(inner, _ => { }, fails: true),
            };
            var supervisor = new MaskClassification(new MaskLossConfig { Points = 100, Source = MaskSource.Segments }, config.Seed);
            using var model = new TinyMaskNetwork(BuiltInClassTables.Street.Count, 12);
            using var trainer = new Trainer(new TrainingSetup(model, [stream], [supervisor]), config, [], Device.Cpu);
            Assert.Contains("no change", Assert.ThrowsAny<Exception>(() => trainer.Run()).ToString());
        }
    }

    // Trains to a step of a training, from the checkpoint where there is one; the first time writes none.
    private byte[] Train(long until, long steps, out int pasted)
    {
        var config = ToyTraining.Config(steps, 5);
        EngineSetup.Apply(config);
        using var loader = Loader();
        using var change = new PastingOfPredictions(
            Augmentation with { CopyPaste = Paste with { MinScore = 0, NewBelow = 1, Scale = [.5, 1] } }, 7, Things);
        var count = 0;
        var stream = new SampleStream(SampleStream.Labeled, loader.Take)
        {
            Change = new Counting(change, batch => count += batch.Samples.Sum(s => s.Pasted.Count(one => one.Source == "a prediction"))),
        };
        var supervisor = new MaskClassification(new MaskLossConfig { Points = 100, Source = MaskSource.Segments }, config.Seed);
        var setup = new TrainingSetup(new TinyMaskNetwork(BuiltInClassTables.Street.Count, 12), [stream], [supervisor]);
        var store = new CheckpointStore(Path.Combine(folder, "checkpoints"), 3, _ => { });
        using var trainer = new Trainer(
            setup, config, until < steps ? [new CheckpointHook(store, 5), new StopAt(until)] : [], Device.Cpu);
        using (var newest = store.NewestValid())
        {
            if (newest is not null)
            {
                trainer.Restore(newest);
                Assert.Equal(5, trainer.Step);
                Assert.NotEmpty(change.State());
            }
        }

        trainer.Run();
        pasted = count;
        using var model = trainer.Model;
        return ToyTraining.Weights(trainer);
    }

    private static bool Things(int category) => BuiltInClassTables.Street[category].IsThing;

    private static BatchLoader Loader() => new(
        new SyntheticDataset(new SyntheticScenes(96, 72, 5), 6), Augmentation, new LoaderConfig { Workers = 0 }, 2, 7,
        parts: SampleParts.Labels | SampleParts.Segments);

    private static PredictedInstance Found(int category, double score, int left, int top, int width, int height)
    {
        var mask = new Plane<byte>(width, height);
        mask.Pixels.AsSpan().Fill(1);
        return new PredictedInstance(category, score, RunLengthMask.Encode(mask, left, top, 64, 48));
    }

    /// <summary>The same objects in every image.</summary>
    private sealed record Scripted(IReadOnlyList<PredictedInstance> Found) : MaskOutputs
    {
        public override IEnumerable<Tensor> Logits => [];

        public override MaskOutputs Return(TensorScope scope) => this;

        public override Plane<ushort> Labels(int image, ReadingSize size) => throw new NotSupportedException();

        public override Tensor Scores(int image, ReadingSize size) => throw new NotSupportedException();

        public override PanopticPrediction Panoptic(int image, ReadingSize size, Func<int, bool> isThing, PanopticOptions options) =>
            throw new NotSupportedException();

        public override InstancePrediction Instances(int image, ReadingSize size, Func<int, bool> isThing, int most) =>
            new(size.Width, size.Height, image == 0 ? Found : []);
    }

    private sealed class Counting(PastingOfPredictions inner, Action<Batch> see, bool fails = false) : IBatchChange
    {
        public void Check(Models.Segmenters.Segmenter model) => inner.Check(model);

        public Batch Change(Batch batch, long step, Func<Tensor, SegmenterOutputs> predict)
        {
            if (fails)
            {
                throw new InvalidOperationException("no change");
            }

            var changed = inner.Change(batch, step, predict);
            see(changed);
            return changed;
        }

        public IReadOnlyList<(string Name, Tensor Tensor)> State() => inner.State();

        public void LoadState(IReadOnlyList<(string Name, Tensor Tensor)> state) => inner.LoadState(state);
    }

    private sealed class StopAt(long step) : IHook
    {
        public void AfterStep(Trainer trainer)
        {
            if (trainer.Step == step)
            {
                trainer.RequestStop(StopReason.Requested);
            }
        }
    }
}
