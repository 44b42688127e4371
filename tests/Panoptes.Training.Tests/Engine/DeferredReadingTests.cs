using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Hooks;
using Panoptes.Training.Supervision;
using Panoptes.Training.TestHost;

namespace Panoptes.Training.Tests.Engine;

/// <summary>What a GPU's training does, without one: the host learns of a step only when it is logged, saved or measured.</summary>
public sealed class DeferredReadingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-deferred-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Steps_are_told_in_order_when_it_is_logged_and_the_weights_are_the_same()
    {
        var config = ToyTraining.Config(10) with { LogEvery = 4, ReadLosses = LossReading.WhenLogged };
        var told = new List<(long Of, long At)>();
        var losses = new List<double>();
        var direct = new List<double>();
        using var deferred = ToyTraining.Create(
            config, new Listener((trainer, record) => { told.Add((record.Step, trainer.Step)); losses.Add(record.Loss); }));
        deferred.Run();
        using var read = ToyTraining.Create(
            config with { ReadLosses = LossReading.EveryStep }, new Listener((_, record) => direct.Add(record.Loss)));
        read.Run();

        Assert.Equal([(1, 4), (2, 4), (3, 4), (4, 4), (5, 8), (6, 8), (7, 8), (8, 8), (9, 10), (10, 10)], told);
        Assert.Equal(direct, losses);
        Assert.Equal(ToyTraining.Weights(read), ToyTraining.Weights(deferred));
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.AdamW)]
    public void A_step_that_is_not_finite_keeps_itself_and_all_later_ones_from_the_weights(OptimizerKind kind)
    {
        const int BadStep = 3;
        var config = ToyTraining.Config(20, optimizer: kind) with { LogEvery = 8, ReadLosses = LossReading.WhenLogged };
        var (before, taken) = (Array.Empty<byte>(), 0L);
        using var trainer = Poisoned(
            config, BadStep, new Before(current => before = current.Step == BadStep ? ToyTraining.Parameters(current) : before),
            step => taken = Math.Max(taken, step));

        var error = Assert.Throws<InputException>(() => trainer.Run());

        Assert.Equal(7, taken); // the host ran ahead to the next reading
        Assert.Equal(BadStep, trainer.Step);
        Assert.Equal(before, ToyTraining.Parameters(trainer));
        Assert.Contains($"training step {BadStep}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"toy_{BadStep}_0.png", error.Message, StringComparison.Ordinal);
        var report = File.ReadAllText(Assert.Single(Directory.GetFiles(folder)));
        Assert.Contains($"toy_{BadStep}_1.png", report, StringComparison.Ordinal);
        Assert.DoesNotContain($"toy_{BadStep + 1}_0.png", report, StringComparison.Ordinal);
        Assert.Contains("\"gradient_norm\": \"NaN\"", report, StringComparison.Ordinal); // the bad batch's gradients, not the last one's
    }

    [Fact]
    public void A_state_is_saved_only_when_what_led_to_it_is_known()
    {
        var config = ToyTraining.Config(20) with { LogEvery = 100, ReadLosses = LossReading.WhenLogged };
        var store = new CheckpointStore(folder, 9, _ => { });
        var told = new List<long>();
        using var trainer = Poisoned(
            config, 5, new CheckpointHook(store, 2), _ => { }, new Listener((_, record) => told.Add(record.Step)), write: false);

        Assert.Throws<InputException>(() => trainer.Run());

        Assert.Equal([2, 4], store.List().Select(entry => entry.Step));
        Assert.Equal([1, 2, 3, 4, 5], told); // the poisoned step, the sixth, is not told but thrown
    }

    [Fact]
    public void A_training_that_is_stopped_tells_its_last_steps()
    {
        var told = new List<long>();
        var config = ToyTraining.Config(20) with { LogEvery = 100, ReadLosses = LossReading.WhenLogged };
        using var trainer = ToyTraining.Create(config, new StopAt(7), new Listener((_, record) => told.Add(record.Step)));
        Assert.Equal(StopReason.Requested, trainer.Run());
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], told);
    }

    [Fact]
    public void Steps_that_wait_to_be_read_keep_one_small_tensor_each()
    {
        var live = new List<long>();
        var config = ToyTraining.Config(30) with { LogEvery = 100, ReadLosses = LossReading.WhenLogged };
        using (var trainer = ToyTraining.Create(config, new After(_ => live.Add(TensorScope.LiveTensors))))
        {
            trainer.Run();
        }

        // The last step is read before its hook is called, so it is the one before that counts.
        Assert.All(live.Zip(live.Skip(1)).Skip(5).SkipLast(1), pair => Assert.Equal(pair.First + 1, pair.Second));
        Assert.Equal(live[5] - 6, live[^1]);
    }

    private Trainer Poisoned(TrainConfig config, int badStep, IHook hook, Action<long> took, IHook? another = null, bool write = true)
    {
        EngineSetup.Apply(config);
        var scenes = new ToyScenes(4, 2, 16, 3);
        var recipe = new TrainingSetup(new TinySegmenter(4), Samples, [new GroundTruth(config.Loss)]);
        return new Trainer(recipe, config, another is null ? [hook] : [hook, another], Device.Cpu, write ? folder : null);

        Data.Loading.Batch Samples(long step)
        {
            took(step);
            var batch = scenes.Take(step);
            if (step == badStep)
            {
                batch.Images.Data<float>()[5] = float.NaN;
            }

            return batch;
        }
    }

    private sealed class Listener(Action<Trainer, StepRecord> hear) : IHook
    {
        public void OnRecord(Trainer trainer, StepRecord record) => hear(trainer, record);
    }

    private sealed class Before(Action<Trainer> look) : IHook
    {
        public void BeforeStep(Trainer trainer) => look(trainer);
    }

    private sealed class After(Action<Trainer> look) : IHook
    {
        public void AfterStep(Trainer trainer) => look(trainer);
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
