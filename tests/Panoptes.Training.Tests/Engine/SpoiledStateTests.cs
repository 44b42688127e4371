using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Hooks;
using Panoptes.Training.Supervision;
using Panoptes.Training.TestHost;

namespace Panoptes.Training.Tests.Engine;

/// <summary>A step that was not finite leaves no trace, and nothing that is not finite is ever saved.</summary>
public sealed class SpoiledStateTests : IDisposable
{
    private const int BadStep = 3;
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-spoiled-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(LossReading.EveryStep, 1)]
    [InlineData(LossReading.WhenLogged, 5)]
    public void Weights_and_running_statistics_are_as_before_the_step_and_can_be_saved(LossReading reading, int logEvery)
    {
        var config = ToyTraining.Config(10) with { ReadLosses = reading, LogEvery = logEvery };
        using var spoiled = Trainer(config, BadStep);
        Assert.Throws<InputException>(() => spoiled.Run());
        Assert.Equal(BadStep, spoiled.Step);

        var each = config with { ReadLosses = LossReading.EveryStep, LogEvery = 1 };
        using var unbroken = Trainer(each, -1, new Watch(record => record.Step == BadStep, StopReason.Requested));
        unbroken.Run();
        Assert.Equal(ToyTraining.Weights(unbroken), ToyTraining.Weights(spoiled));
        new CheckpointStore(folder, 2, _ => { }).Save(spoiled.Capture());
    }

    [Fact]
    public void A_state_with_a_running_statistic_that_is_not_finite_is_not_saved()
    {
        var store = new CheckpointStore(folder, 2, _ => { });
        using var trainer = ToyTraining.Create(ToyTraining.Config(4, 1), new CheckpointHook(store, 1), new Spoil(3));
        var error = Assert.Throws<InputException>(() => trainer.Run());
        Assert.Contains("norm.running_var", error.Message, StringComparison.Ordinal);
        Assert.Equal([2L, 3], store.List().Select(entry => entry.Step));
    }

    [Fact]
    public void A_measure_that_is_no_number_ends_no_training()
    {
        var config = ToyTraining.Config(3);
        EngineSetup.Apply(config);
        var records = new List<StepRecord>();
        using var trainer = new Trainer(
            new TrainingSetup(
                new TinySegmenter(ToyTraining.Classes), Scenes(config).Take, [new GroundTruth(config.Loss), new Unmeasurable()]),
            config, [new Watch(records.Add)], Device.Cpu, folder);
        Assert.Equal(StopReason.Completed, trainer.Run());
        Assert.All(records, record => Assert.True(double.IsFinite(record.Loss) && double.IsNaN(record.Losses["odd.measure"])));

        using var plain = ToyTraining.Create(config);
        plain.Run();
        Assert.Equal(ToyTraining.Weights(plain), ToyTraining.Weights(trainer));
    }

    private static ToyScenes Scenes(TrainConfig config) => new(ToyTraining.Classes, config.BatchSize, 16, config.Seed);

    private static Trainer Trainer(TrainConfig config, long badStep, params IHook[] hooks)
    {
        EngineSetup.Apply(config);
        var scenes = Scenes(config);
        return new Trainer(
            new TrainingSetup(new TinySegmenter(ToyTraining.Classes), Samples, [new GroundTruth(config.Loss)]), config, hooks, Device.Cpu);

        Data.Loading.Batch Samples(long step)
        {
            var batch = scenes.Take(step);
            if (step == badStep)
            {
                batch.Images.Data<float>()[5] = float.NaN;
            }

            return batch;
        }
    }

    private sealed class Spoil(long step) : IHook
    {
        public void AfterStep(Trainer trainer)
        {
            if (trainer.Step == step)
            {
                using var noGrad = Autograd.NoGrad();
                trainer.Model.NamedBuffers().First(entry => entry.Name == "norm.running_var").Tensor.MulInPlace(double.PositiveInfinity);
            }
        }
    }

    private sealed class Unmeasurable : ISupervisor
    {
        public string Name => "odd";

        public void Check(Models.Segmenters.Segmenter model)
        {
        }

        public IReadOnlyList<NamedLoss> Compute(StepContext step) =>
            [NamedLoss.Measure("odd.measure", Tensor.Full([], float.NaN)), new NamedLoss(
                "odd.switched_off", Tensor.Full([], float.PositiveInfinity), 0)];
    }
}
