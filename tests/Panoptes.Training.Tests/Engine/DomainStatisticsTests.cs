using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Engine;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;
using Panoptes.Training.TestHost;

namespace Panoptes.Training.Tests.Engine;

/// <summary>Streams that have running statistics of their own over shared weights.</summary>
public sealed class DomainStatisticsTests
{
    private const string NightStream = "night";

    [Fact]
    public void Each_stream_has_the_statistics_that_it_would_have_alone()
    {
        // What comes before the normalization stays as it is.
        using var both = new Training([SampleStream.Labeled, NightStream], trained: "auxiliary");
        both.Trainer.Run();
        using var day = new Training([SampleStream.Labeled], trained: "auxiliary");
        day.Trainer.Run();
        using var night = new Training([NightStream], trained: "auxiliary");
        night.Trainer.Run();
        Assert.Equal(day.Buffers(), both.Buffers());
        Assert.Equal(night.Buffers(NightStream), both.Buffers(NightStream));
        Assert.NotEqual(both.Buffers(), both.Buffers(NightStream));
    }

    [Fact]
    public void A_resumed_training_ends_with_the_bytes_of_an_unbroken_one()
    {
        using var whole = new Training([SampleStream.Labeled, NightStream]);
        whole.Trainer.Run();
        using var first = new Training([SampleStream.Labeled, NightStream], steps: 3);
        first.Trainer.Run();
        using var state = first.Trainer.Capture();
        using var second = new Training([SampleStream.Labeled, NightStream]);
        second.Trainer.Restore(state);
        second.Trainer.Run();
        using var expected = whole.Trainer.Capture();
        using var found = second.Trainer.Capture();
        Assert.Equal(3, found.Statistics().Count);
        Assert.Equal("night/norm.running_mean", found.Statistics()[0].Name);
        Assert.Equal(whole.Night(), second.Night());
        Assert.All(expected.Tensors.Zip(found.Tensors), pair => Assert.Equal(
            pair.First.Tensor.Detach().Contiguous().Bytes().ToArray(), pair.Second.Tensor.Detach().Contiguous().Bytes().ToArray()));
    }

    [Fact]
    public void A_checkpoint_gives_a_model_the_statistics_that_are_asked_for()
    {
        using var training = new Training([SampleStream.Labeled, NightStream]);
        training.Trainer.Run();
        using var state = training.Trainer.Capture();
        using var model = new TinySegmenter(ToyTraining.Classes);
        state.RestoreModel(model, NightStream);
        Assert.Equal(training.Night(), ToyTraining.Weights(model));
        state.RestoreModel(model, SampleStream.Labeled);
        Assert.Equal(ToyTraining.Weights(training.Trainer), ToyTraining.Weights(model));
        Assert.Contains(
            "expected labeled, night", Assert.Throws<InputException>(() => state.RestoreModel(model, "fog")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_step_leaves_the_statistics_of_all_streams_as_they_were()
    {
        using var good = new Training([SampleStream.Labeled, NightStream], steps: 2);
        good.Trainer.Run();
        using var bad = new Training([SampleStream.Labeled, NightStream], spoiled: 2);
        Assert.Throws<InputException>(() => bad.Trainer.Run());
        Assert.Equal(good.Night(), bad.Night());
    }

    [Fact]
    public void A_network_without_batch_normalization_is_refused()
    {
        using var model = new PointwiseSegmenter(2);
        Assert.Contains(
            "train.domain_statistics", Assert.Throws<InputException>(() => new DomainStatistics(model)).Message, StringComparison.Ordinal);
    }

    private sealed class Training : IDisposable
    {
        private readonly TinySegmenter model;
        private readonly DomainStatistics domains;

        public Training(string[] streams, long steps = 6, long spoiled = -1, string? trained = null)
        {
            var config = ToyTraining.Config(6);
            config = config with { Trained = trained is null ? [] : [trained] };
            EngineSetup.Apply(config);
            Randomness.Seed(config.Seed);
            model = new TinySegmenter(ToyTraining.Classes);
            domains = new DomainStatistics(model);
            var setup = new TrainingSetup(
                model,
                [.. streams.Select(name => new SampleStream(name, index =>
                {
                    var batch = new ToyScenes(
                        ToyTraining.Classes, config.BatchSize, 16, SampleStream.Salted(config.Seed, name)).Take(index);
                    using var noGrad = Autograd.NoGrad();
                    batch.Images.MulInPlace(index == spoiled && name == NightStream ? double.NaN : name == NightStream ? 0.3 : 1);
                    return batch;
                }))],
                [.. streams.Select(name => new StreamSupervisor(new GroundTruth(config.Loss, name), name, 1))])
            { Domains = domains };
            Trainer = new Trainer(
                setup, config, [new Watch(record => record.Step == steps, StopReason.Requested)], Device.Cpu);
        }

        public Trainer Trainer { get; }

        public byte[] Night()
        {
            using var domain = domains.Enter(NightStream);
            return ToyTraining.Weights(model);
        }

        public float[] Buffers(string stream = SampleStream.Labeled)
        {
            using var scope = TensorScope.Open();
            using var domain = domains.Enter(stream);
            return [.. model.NamedBuffers().SelectMany(entry => entry.Tensor.To(DType.Float32).ToArray<float>())];
        }

        public void Dispose()
        {
            Trainer.Dispose();
            domains.Dispose();
            model.Dispose();
        }
    }
}
