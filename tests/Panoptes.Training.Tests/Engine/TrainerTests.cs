using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Hooks;
using Panoptes.Training.Losses;
using Panoptes.Training.Schedules;
using Panoptes.Training.Supervision;
using Panoptes.Training.TestHost;

namespace Panoptes.Training.Tests.Engine;

public sealed class TrainerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-trainer-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.AdamW)]
    public void Four_images_are_learnt_by_heart(OptimizerKind kind)
    {
        var scenes = new ToyScenes(ToyTraining.Classes, 4, 16, 3);
        var config = ToyTraining.Config(250, 1000, kind) with
        {
            BatchSize = 4,
            Optimizer = new OptimizerConfig { Name = kind, LearningRate = kind == OptimizerKind.Sgd ? 0.3 : 0.03, WeightDecay = 0 },
            Loss = new LossConfig { AuxiliaryWeight = 0 },
        };
        EngineSetup.Apply(config);
        var last = 0.0;
        using var trainer = new Trainer(
            new TrainingSetup(new PointwiseSegmenter(ToyTraining.Classes), _ => scenes.Take(0), [new GroundTruth(config.Loss)]), config,
            [new Watch(record => last = record.Loss)], Device.Cpu);
        Assert.Equal(StopReason.Completed, trainer.Run());
        Assert.InRange(last, 0, 0.05);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.AdamW)]
    public void A_resumed_training_ends_with_the_bytes_of_an_unbroken_one(OptimizerKind kind)
    {
        const int Half = 6;
        var config = ToyTraining.Config(2 * Half, Half, kind);
        using var unbroken = ToyTraining.Create(config);
        unbroken.Run();

        var store = new CheckpointStore(folder, 2, _ => { });
        using (var first = ToyTraining.Create(
            config, new CheckpointHook(store, Half), new Watch(record => record.Step == Half, StopReason.Requested)))
        {
            Assert.Equal(StopReason.Requested, first.Run());
        }

        using var second = ToyTraining.Create(config);
        Randomness.Seed(12345);
        using (var checkpoint = store.NewestValid())
        {
            second.Restore(checkpoint!);
        }

        Assert.Equal(Half, second.Step);
        second.Run();
        Assert.Equal(ToyTraining.Weights(unbroken), ToyTraining.Weights(second));
    }

    [Fact]
    public void Hooks_are_called_in_the_order_of_their_list()
    {
        var calls = new List<string>();
        using var trainer = ToyTraining.Create(ToyTraining.Config(2), new Caller("a", calls), new Caller("b", calls));
        trainer.Run();
        Assert.Equal(
            [
                "a start", "b start", "a before 0", "b before 0", "a record 1", "b record 1", "a after 1", "b after 1", "a before 1",
                "b before 1",
                "a record 2", "b record 2", "a after 2", "b after 2", "a end Completed", "b end Completed",
            ], calls);
    }

    [Fact]
    public void Losses_are_named_after_their_head_and_add_up_with_their_weights()
    {
        StepRecord? seen = null;
        using var trainer = ToyTraining.Create(ToyTraining.Config(2), new Watch(record => seen = record));
        trainer.Run();
        Assert.Equal(["aux.loss_ce", "decode.acc_seg", "decode.loss_ce"], seen!.Losses.Keys.Order());
        Assert.Equal(seen.Losses["decode.loss_ce"] + (0.4 * seen.Losses["aux.loss_ce"]), seen.Loss, 1e-5);
        Assert.True(seen.GradientNorm > 0);
        Assert.Equal(2, seen.Images);
    }

    [Fact]
    public void Two_half_batches_give_the_gradient_of_the_whole_one()
    {
        var config = ToyTraining.Config(2) with { Optimizer = new OptimizerConfig { Name = OptimizerKind.Sgd, LearningRate = 0.1 } };
        double whole = 0, halves = 0;
        using (var trainer = Pointwise(
            config with { BatchSize = 4 }, step => new ToyScenes(4, 4, 16, 3).Take(step), record => whole = record.GradientNorm))
        {
            trainer.Run();
        }

        using (var trainer = Pointwise(config with { Accumulation = 2 }, Half, record => halves = record.GradientNorm))
        {
            trainer.Run();
        }

        Assert.Equal(whole, halves, 1e-5 * whole);

        static Data.Loading.Batch Half(long number)
        {
            using var scope = TensorScope.Open();
            using var all = new ToyScenes(4, 4, 16, 3).Take(number / 2);
            var start = 2 * (number % 2);
            return new Data.Loading.Batch(
                number, all.Images.Narrow(0, start, 2).Clone(), all.Labels.Narrow(0, start, 2).Clone(),
                [.. all.Samples.Skip((int)start).Take(2)]);
        }
    }

    [Fact]
    public void Steps_neither_keep_tensors_nor_grow_memory()
    {
        const int WarmUp = 50;
        var live = new List<long>();
        var memory = new List<long>();
        using var trainer = ToyTraining.Create(ToyTraining.Config(300), new Watch(record =>
        {
            live.Add(TensorScope.LiveTensors);
            memory.Add(Environment.WorkingSet);
        }));
        trainer.Run();
        Assert.All(live.Skip(WarmUp), count => Assert.Equal(live[WarmUp], count));
        Assert.InRange(memory[^1] - memory[WarmUp], long.MinValue, 32 << 20);
    }

    [Fact]
    public void A_gradient_is_clipped_to_the_norm_asked_for()
    {
        const double Norm = 1e-3;
        var config = ToyTraining.Config(2) with
        {
            Optimizer = new OptimizerConfig { Name = OptimizerKind.Sgd, LearningRate = 1, Momentum = 0, WeightDecay = 0, ClipNorm = Norm },
            Schedule = new ScheduleConfig { Name = ScheduleCurve.Constant },
        };
        byte[] before = [];
        var moved = 0.0;
        using var trainer = ToyTraining.Create(config, new Moves(distance => moved = distance));
        trainer.Run();
        Assert.Equal(Norm, moved, 1e-6);
        Assert.Empty(before);
    }

    [Fact]
    public void A_supervisor_that_lacks_something_is_an_error_at_start()
    {
        var config = ToyTraining.Config(2) with { Loss = new LossConfig { Terms = [new LossTermConfig { ClassWeights = [1, 2] }] } };
        var error = Assert.Throws<InputException>(() => ToyTraining.Create(config));
        Assert.Contains("class_weights", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_is_no_class_is_told_with_its_file()
    {
        var scenes = new ToyScenes(6, 2, 16, 3);
        var config = ToyTraining.Config(2);
        using var trainer = Pointwise(config, scenes.Take, _ => { });
        var error = Assert.Throws<InputException>(() => trainer.Run());
        Assert.Contains("toy_0_", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bfloat16_learns_too()
    {
        var losses = new List<double>();
        using var trainer = ToyTraining.Create(
            ToyTraining.Config(60) with { Precision = Precision.Bf16 }, new Watch(record => losses.Add(record.Loss)));
        trainer.Run();
        Assert.True(losses[^5..].Average() < losses[0]);
    }

    private static Trainer Pointwise(TrainConfig config, Func<long, Data.Loading.Batch> samples, Action<StepRecord> watch)
    {
        EngineSetup.Apply(config);
        return new Trainer(
            new TrainingSetup(new PointwiseSegmenter(4), samples, [new GroundTruth(config.Loss)]), config, [new Watch(watch)], Device.Cpu);
    }

    private sealed class Caller(string name, List<string> calls) : IHook
    {
        public void AtStart(Trainer trainer) => calls.Add($"{name} start");

        public void BeforeStep(Trainer trainer) => calls.Add($"{name} before {trainer.Step}");

        public void OnRecord(Trainer trainer, StepRecord record) => calls.Add($"{name} record {record.Step}");

        public void AfterStep(Trainer trainer) => calls.Add($"{name} after {trainer.Step}");

        public void AtEnd(Trainer trainer, StopReason reason) => calls.Add($"{name} end {reason}");
    }

    private sealed class Moves(Action<double> moved) : IHook
    {
        private double[] before = [];

        public void BeforeStep(Trainer trainer) => before = Values(trainer);

        public void AfterStep(Trainer trainer) =>
            moved(Math.Sqrt(before.Zip(Values(trainer), (a, b) => (a - b) * (a - b)).Sum()));

        private static double[] Values(Trainer trainer) =>
            [.. trainer.Model.NamedParameters().SelectMany(entry => entry.Tensor.ToArray<double>())];
    }
}
