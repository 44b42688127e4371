using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Supervision;
using Panoptes.Training.TestHost;

namespace Panoptes.Training.Tests.Collectives;

public sealed class SharedStateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_not_finite_is_looked_for_among_the_files_of_the_process_that_had_it(int culprit)
    {
        foreach (var files in Suspects(3, rank => rank == culprit ? double.NaN : rank))
        {
            Assert.Equal([$"{culprit}.png"], files);
        }
    }

    [Fact]
    public void Where_the_loss_of_each_is_finite_all_files_are_named()
    {
        foreach (var files in Suspects(3, rank => rank))
        {
            Assert.Equal(["0.png", "1.png", "2.png"], files);
        }
    }

    private static IReadOnlyList<string>[] Suspects(int size, Func<int, double> loss)
    {
        var config = ToyTraining.Config(3);
        EngineSetup.Apply(config);
        return [.. TakingTurns.Run(size, collective =>
        {
            using var scope = TensorScope.Open();
            var scenes = new ToyScenes(ToyTraining.Classes, 2, 16, 3);
            var setup = new TrainingSetup(new TinySegmenter(ToyTraining.Classes), scenes.Take, [new GroundTruth(config.Loss)])
            {
                Collective = collective,
            };
            using var shared = new SharedState(setup, new ProcessConfig());
            shared.Mean(Tensor.From<double>([1, loss(collective.Rank)], 2));
            return shared.Suspects([$"{collective.Rank}.png"]);
        }).Select(outcome => outcome.Error is { } error ? throw error : outcome.Result!)];
    }
}
