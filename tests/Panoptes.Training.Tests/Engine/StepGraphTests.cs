using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Supervision;
using Panoptes.Training.TestHost;

namespace Panoptes.Training.Tests.Engine;

/// <summary>Recorded steps, without a GPU: the recorder here keeps the work itself and does it again.</summary>
public sealed class StepGraphTests
{
    [Theory]
    [InlineData(OptimizerKind.Sgd, 1)]
    [InlineData(OptimizerKind.AdamW, 2)]
    public void A_recorded_training_gives_the_weights_and_losses_of_one_that_is_not(OptimizerKind kind, int accumulation)
    {
        var config = ToyTraining.Config(12, optimizer: kind) with { Accumulation = accumulation };
        var (plainLosses, recordedLosses) = (new List<double>(), new List<double>());
        using var plain = ToyTraining.Create(config, new Watch(record => plainLosses.Add(record.Loss)));
        plain.Run();
        var recorder = new Recorder();
        using var recorded = Create(config, recorder, new Watch(record => recordedLosses.Add(record.Loss)));
        recorded.Run();

        Assert.Equal((1, 9), (recorder.Recordings, recorder.Replays));
        Assert.Equal(plainLosses, recordedLosses);
        Assert.Equal(ToyTraining.Weights(plain), ToyTraining.Weights(recorded));
    }

    [Fact]
    public void Recorded_work_reads_and_writes_the_same_memory_in_every_step()
    {
        var addresses = new HashSet<nint>();
        var config = ToyTraining.Config(8);
        Trainer? trainer = null;
        var recorder = new Recorder { Replayed = () => addresses.Add(trainer!.Model.NamedParameters()[0].Tensor.Grad!.DataPointer) };
        using (trainer = Create(config, recorder))
        {
            trainer.Run();
        }

        Assert.Single(addresses);
        Assert.True(recorder.IsFreed);
    }

    [Fact]
    public void The_labels_of_replayed_steps_are_still_checked()
    {
        var scenes = new ToyScenes(4, 2, 16, 3);
        using var trainer = Create(ToyTraining.Config(12), new Recorder(), Samples);
        var error = Assert.Throws<InputException>(() => trainer.Run());
        Assert.Contains("toy_7_", error.Message, StringComparison.Ordinal);

        Data.Loading.Batch Samples(long step)
        {
            var batch = scenes.Take(step);
            if (step == 7)
            {
                batch.Labels.Data<long>()[0] = 77;
            }

            return batch;
        }
    }

    [Fact]
    public void A_batch_of_another_shape_is_refused()
    {
        var (large, small) = (new ToyScenes(4, 2, 16, 3), new ToyScenes(4, 1, 16, 3));
        using var trainer = Create(ToyTraining.Config(12), new Recorder(), step => (step == 6 ? small : large).Take(step));
        var error = Assert.Throws<InputException>(() => trainer.Run());
        Assert.Contains("train.cuda_graph", error.Message, StringComparison.Ordinal);
        Assert.Contains("[1, 3, 16, 16]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_recorded_is_refused_before_the_first_step()
    {
        var config = ToyTraining.Config(2) with { CudaGraph = true };
        Assert.Contains(
            "train.cuda_graph", Assert.Throws<InputException>(() => EngineSetup.Apply(config)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "train.cuda_graph", Assert.Throws<InputException>(() => (config with { Device = "cpu" }).Validate()).Message,
            StringComparison.Ordinal);

        var scenes = new ToyScenes(4, 2, 16, 3);
        var changing = new TrainingSetup(new TinySegmenter(4), scenes.Take, [new Changing()]);
        Assert.Contains(
            "changing", Assert.Throws<InputException>(() => new Trainer(changing, config, [], Device.Cpu)).Message,
            StringComparison.Ordinal);

        var checkpointing = ModelCatalog.Create(new ModelConfig { Name = "segformer_b0", NumClasses = 4, ActivationCheckpointing = true });
        var recipe = new TrainingSetup(checkpointing, scenes.Take, [new GroundTruth(config.Loss)]);
        Assert.Contains(
            "activation_checkpointing", Assert.Throws<InputException>(() => new Trainer(recipe, config, [], Device.Cpu)).Message,
            StringComparison.Ordinal);
        checkpointing.Dispose();
    }

    private static Trainer Create(TrainConfig config, Recorder recorder, params IHook[] hooks)
    {
        var scenes = new ToyScenes(ToyTraining.Classes, config.BatchSize, 16, config.Seed);
        return Create(config, recorder, scenes.Take, hooks);
    }

    private static Trainer Create(TrainConfig config, Recorder recorder, Func<long, Data.Loading.Batch> samples, params IHook[] hooks)
    {
        EngineSetup.Apply(config);
        var recipe = new TrainingSetup(new TinySegmenter(ToyTraining.Classes), samples, [new GroundTruth(config.Loss)]);
        return new Trainer(recipe, config with { CudaGraph = true }, hooks, Device.Cpu, null, recorder.Record);
    }

    private sealed class Recorder : IRecordedWork
    {
        private Action work = () => { };

        public int Recordings { get; private set; }

        public int Replays { get; private set; }

        public bool IsFreed { get; private set; }

        public Action Replayed { get; init; } = () => { };

        public Recorder Record(Action recorded)
        {
            (work, Recordings) = (recorded, Recordings + 1);
            return this;
        }

        public void Replay()
        {
            Replays++;
            work();
            Replayed();
        }

        public void Dispose() => IsFreed = true;
    }

    private sealed class Changing : ISupervisor
    {
        public string Name => "changing";

        public void Check(Segmenter model)
        {
        }

        public IReadOnlyList<NamedLoss> Compute(StepContext step) => [];
    }
}
