using System.Diagnostics;
using Panoptes.Data.Loading;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Engine;
using Panoptes.Training.Hooks;
using Panoptes.Training.Losses;
using Panoptes.Training.Schedules;
using Panoptes.Training.Stages;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;
using Panoptes.Training.TestHost;

namespace Panoptes.Training.Tests.Engine;

/// <summary>Trainings with several streams and supervisors that share, keep state and follow the weights.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-streams-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_model_sees_each_stream_once_however_many_supervisors_ask()
    {
        using var model = new Counting();
        using var trainer = Create(() => model, 3, [new GroundTruth(new LossConfig()), new Follower("first"), new Follower("second")]);
        trainer.Run();
        Assert.Equal(2 * 3, model.Passes);
    }

    [Fact]
    public void What_supervisors_share_is_made_once_a_pass()
    {
        var (one, two) = (new Follower("one"), new Follower("two"));
        using var trainer = Create(() => new TinySegmenter(ToyTraining.Classes), 3, [one, two]);
        trainer.Run();
        Assert.Equal(3, one.Made + two.Made);
    }

    [Fact]
    public void A_stream_that_nobody_reads_is_not_loaded()
    {
        var taken = 0;
        var config = ToyTraining.Config(2);
        EngineSetup.Apply(config);
        var scenes = new ToyScenes(ToyTraining.Classes, config.BatchSize, 16, config.Seed);
        Batch Unread(long index)
        {
            taken++;
            return scenes.Take(index);
        }

        var setup = new TrainingSetup(
            new TinySegmenter(ToyTraining.Classes), [new(SampleStream.Labeled, scenes.Take), new("unread", Unread)],
            [new GroundTruth(config.Loss)]);
        using var trainer = new Trainer(setup, config, [], Device.Cpu);
        trainer.Run();
        Assert.Equal(0, taken);
    }

    [Fact]
    public void What_a_network_takes_to_label_a_batch_is_no_waiting_for_data()
    {
        var config = ToyTraining.Config(2);
        EngineSetup.Apply(config);
        var scenes = new ToyScenes(ToyTraining.Classes, config.BatchSize, 16, config.Seed);
        var (labeling, seen) = (new Stopwatch(), new List<StepRecord>());
        Batch Label(long index)
        {
            labeling.Start();
            Thread.Sleep(50);
            labeling.Stop();
            return scenes.Take(index);
        }

        var setup = new TrainingSetup(
            new TinySegmenter(ToyTraining.Classes), [new(SampleStream.Labeled, Label) { Labeling = labeling }],
            [new GroundTruth(config.Loss)]);
        using var trainer = new Trainer(setup, config, [new Watch(seen.Add)], Device.Cpu);
        trainer.Run();
        Assert.True(seen.Sum(step => step.DataSeconds) + labeling.Elapsed.TotalSeconds <= seen.Sum(step => step.StepSeconds));
    }

    [Fact]
    public void A_supervisor_without_its_stream_is_refused_before_the_first_step()
    {
        var config = ToyTraining.Config(2);
        var scenes = new ToyScenes(ToyTraining.Classes, config.BatchSize, 16, config.Seed);
        var setup = new TrainingSetup(new TinySegmenter(ToyTraining.Classes), scenes.Take, [new Follower("follower")]);
        var error = Assert.Throws<InputException>(() => new Trainer(setup, config, [], Device.Cpu));
        Assert.Contains("no stream \"unlabeled\" among labeled", error.Message);
    }

    [Fact]
    public void Two_supervisors_of_one_name_are_refused()
    {
        var error = Assert.Throws<InputException>(
            () => Create(() => new TinySegmenter(ToyTraining.Classes), 1, [new Follower("twin"), new Follower("twin")]));
        Assert.Contains("two with the name \"twin\"", error.Message);
    }

    [Fact]
    public void A_resumed_training_ends_with_the_bytes_of_an_unbroken_one_supervisors_state_included()
    {
        const int Half = 3;
        var whole = new Follower("follower");
        using var unbroken = Create(() => new TinySegmenter(ToyTraining.Classes), 2 * Half, [new GroundTruth(new LossConfig()), whole]);
        unbroken.Run();

        var store = new CheckpointStore(folder, 2, _ => { });
        using (var first = Create(
            () => new TinySegmenter(ToyTraining.Classes), 2 * Half, [new GroundTruth(new LossConfig()), new Follower("follower")],
            new CheckpointHook(store, Half), new StopAt(Half)))
        {
            first.Run();
        }

        var resumed = new Follower("follower");
        using var second = Create(() => new TinySegmenter(ToyTraining.Classes), 2 * Half, [new GroundTruth(new LossConfig()), resumed]);
        using (var checkpoint = store.NewestValid())
        {
            second.Restore(checkpoint!);
        }

        second.Run();
        Assert.Equal(ToyTraining.Weights(unbroken), ToyTraining.Weights(second));
        Assert.Equal(whole.Average.Item(), resumed.Average.Item());
        Assert.NotEqual(0, resumed.Average.Item());
    }

    [Fact]
    public void A_stage_counts_the_global_step_and_begins_its_own_learning_rate()
    {
        var config = ToyTraining.Config(
            10) with
        { Schedule = new ScheduleConfig { Name = ScheduleCurve.Poly, Power = 1, WarmUp = WarmUp.None } };
        EngineSetup.Apply(config);
        var scenes = new ToyScenes(ToyTraining.Classes, config.BatchSize, 16, config.Seed);
        var setup = new TrainingSetup(new TinySegmenter(ToyTraining.Classes), scenes.Take, [new GroundTruth(config.Loss)]);
        var rates = new List<(long Step, double Rate)>();
        using var trainer = new Trainer(setup, config, [new Rates(rates)], Device.Cpu, stage: new StageSpan("second", 100, 110));
        trainer.Run();
        Assert.Equal(110, trainer.Step);
        Assert.Equal(101, rates[0].Step);
        Assert.Equal(config.Optimizer.LearningRate, rates[0].Rate, 9);
        Assert.True(rates[^1].Rate < 0.2 * config.Optimizer.LearningRate);
    }

    [Fact]
    public void Streams_of_one_training_draw_apart_and_the_labeled_one_as_before()
    {
        Assert.Equal(7, SampleStream.Salted(7, SampleStream.Labeled));
        Assert.NotEqual(7, SampleStream.Salted(7, "unlabeled"));
        Assert.NotEqual(SampleStream.Salted(7, "unlabeled"), SampleStream.Salted(7, "pseudo"));
    }

    [Fact]
    public void Supervision_by_labels_of_a_stream_without_label_maps_is_refused()
    {
        using var scope = TensorScope.Open();
        using var batch = new Batch(
            0, new Dictionary<string, Tensor> { [Batch.ImageView] = Tensor.Zeros([1, 3, 8, 8], DType.Float32, Device.Cpu) },
            new BatchTargets(null), []);
        using var truth = new GroundTruth(new LossConfig());
        Assert.Contains(
            "stream plain: found batches without label maps", Assert.Throws<InputException>(() => truth.Inspect("plain", batch)).Message);
    }

    private static Trainer Create(Func<Segmenter> model, long steps, IReadOnlyList<ISupervisor> supervisors, params IHook[] hooks)
    {
        var config = ToyTraining.Config(steps);
        EngineSetup.Apply(config);
        var labeled = new ToyScenes(ToyTraining.Classes, config.BatchSize, 16, config.Seed);
        var unlabeled = new ToyScenes(ToyTraining.Classes, config.BatchSize, 16, SampleStream.Salted(config.Seed, "unlabeled"));
        return new Trainer(
            new TrainingSetup(model(), [new(SampleStream.Labeled, labeled.Take), new("unlabeled", unlabeled.Take)], supervisors), config,
            hooks, Device.Cpu);
    }

    /// <summary>
    /// Pulls the mean logit of unlabeled images to a running average of itself, and so has state; shares what it asks for.
    /// </summary>
    private sealed class Follower(string name) : ISupervisor, IDisposable
    {
        public Tensor Average { get; } = Tensor.Zeros([], DType.Float32, Device.Cpu).Keep();

        public int Made { get; private set; }

        public string Name => name;

        public IReadOnlyList<string> Streams => ["unlabeled"];

        public void Check(Segmenter model)
        {
        }

        public IReadOnlyList<NamedLoss> Compute(StepContext step)
        {
            var mean = step.Shared("unlabeled", null, () =>
            {
                Made++;
                return ((SemanticOutputs)step.Outputs("unlabeled")).Logits.Mean();
            });
            return [new NamedLoss($"{name}.pull", (mean - Average).Square(), 0.1)];
        }

        public void AfterUpdate(long step, Tensor skip)
        {
            using var noGrad = Autograd.NoGrad();
            Average.AddInPlace((1 - skip) * 0.5);
        }

        public IReadOnlyList<(string Name, Tensor Tensor)> State() => [("average", Average)];

        public void LoadState(IReadOnlyList<(string Name, Tensor Tensor)> state)
        {
            using var noGrad = Autograd.NoGrad();
            Average.CopyInPlace(state.Single(entry => entry.Name == "average").Tensor);
        }

        public void Dispose() => Average.Dispose();
    }

    private sealed class Counting : Segmenter
    {
        private readonly TinySegmenter inner;

        public Counting() => inner = Child("inner", new TinySegmenter(ToyTraining.Classes));

        public int Passes { get; private set; }

        public override int NumClasses => inner.NumClasses;

        public override SegmenterOutputs Forward(Tensor images)
        {
            Passes++;
            return inner.Forward(images);
        }
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

    private sealed class Rates(List<(long Step, double Rate)> rates) : IHook
    {
        public void OnRecord(Trainer trainer, StepRecord record) => rates.Add((record.Step, record.LearningRates[0]));
    }
}
