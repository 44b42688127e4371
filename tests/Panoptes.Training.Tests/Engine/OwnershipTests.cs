using Panoptes.Foundation;
using Panoptes.Imaging.Resampling;
using Panoptes.Tensors;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Predictions;
using Panoptes.Training.Supervision;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Evaluation;

namespace Panoptes.Training.Tests.Engine;

/// <summary>What is taken is given back, also where a step fails in the middle.</summary>
public sealed class OwnershipTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_batch_whose_inspection_fails_is_given_back_and_so_are_those_before_it(bool recorded)
    {
        const int Bad = 9;
        var config = ToyTraining.Config(12) with { Accumulation = 2 };
        var scenes = new ToyScenes(ToyTraining.Classes, 2, 16, 3);
        var (taken, given) = (0, 0);
        EngineSetup.Apply(config);
        var recipe = new TrainingSetup(new TinySegmenter(ToyTraining.Classes), Samples, [new GroundTruth(config.Loss)]);
        using (var trainer = new Trainer(recipe, config with { CudaGraph = recorded }, [], Device.Cpu, null, work => new Work(work)))
        {
            Assert.Throws<InputException>(() => trainer.Run());
        }

        Assert.Equal(Bad + 1, taken);
        Assert.Equal(taken, given);

        Data.Loading.Batch Samples(long step)
        {
            taken++;
            var batch = scenes.Take(step);
            if (step == Bad)
            {
                batch.Labels.Data<long>()[0] = 77;
            }

            return new Data.Loading.Batch(step, batch.Images, batch.Labels, batch.Samples, back =>
            {
                given++;
                back.Images.Dispose();
                back.Labels.Dispose();
            });
        }
    }

    [Fact]
    public void A_captured_state_owns_the_generators_states_and_leaves_the_living_tensors()
    {
        using var trainer = ToyTraining.Create(ToyTraining.Config(2));
        trainer.Run();
        trainer.Capture().Dispose();
        var before = TensorScope.LiveTensors;
        for (var k = 0; k < 3; k++)
        {
            using var state = trainer.Capture();
            Assert.NotEmpty(state.Find("@random/cpu.rank0")!.ToArray<byte>());
        }

        Assert.Equal(before, TensorScope.LiveTensors);
        Assert.NotEmpty(ToyTraining.Weights(trainer));
        using var next = trainer.Capture();
        Assert.All(next.Tensors, entry => Assert.False(entry.Tensor.IsDisposed));
    }

    [Fact]
    public void A_step_that_cannot_be_recorded_says_why_and_leaves_nothing()
    {
        var config = ToyTraining.Config(12);
        var scenes = new ToyScenes(ToyTraining.Classes, 2, 16, 3);
        EngineSetup.Apply(config);
        var recipe = new TrainingSetup(new TinySegmenter(ToyTraining.Classes), scenes.Take, [new GroundTruth(config.Loss)]);
        using var trainer = new Trainer(recipe, config with { CudaGraph = true }, [], Device.Cpu, null, _ => throw Failure());
        var error = Assert.Throws<InputException>(() => trainer.Run());
        Assert.IsType<TensorException>(error.InnerException);
        Assert.Contains(error.InnerException.Message, error.Message, StringComparison.Ordinal);
        var live = TensorScope.LiveTensors;
        Assert.Throws<InputException>(() => trainer.Run());
        Assert.Equal(live, TensorScope.LiveTensors);
    }

    [Fact]
    public void An_evaluation_tries_no_kernels_and_restores_what_was_set()
    {
        var seen = new List<bool>();
        var dataset = new MemoryDataset(2, ToyTraining.Classes);
        using var model = new TinySegmenter(ToyTraining.Classes);
        var config = new EvaluationConfig();
        var before = Libtorch.TryCudnnKernels(true);
        try
        {
            _ = new Evaluator(dataset, config)
                .Evaluate(new Predictor(model, config, Normalization.ImageNet), (_, _) => seen.Add(Libtorch.TryCudnnKernels(false)));
            Assert.NotEmpty(seen);
            Assert.DoesNotContain(true, seen);
            Assert.True(Libtorch.TryCudnnKernels(true));

            EngineSetup.Apply(ToyTraining.Config(1) with { Deterministic = false }, EngineUse.Inference);
            Assert.False(Libtorch.TryCudnnKernels(false));
            EngineSetup.Apply(ToyTraining.Config(1) with { Deterministic = false });
            Assert.True(Libtorch.TryCudnnKernels(false));
        }
        finally
        {
            EngineSetup.Apply(ToyTraining.Config(1));
            Libtorch.TryCudnnKernels(before);
        }
    }

    private static TensorException Failure() => Assert.Throws<TensorException>(() => Threads.Count = 0);

    private sealed class Work(Action work) : IRecordedWork
    {
        public void Replay() => work();

        public void Dispose()
        {
        }
    }
}
