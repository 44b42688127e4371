using Panoptes.Training.Checkpoints;
using Panoptes.Training.Engine;
using Panoptes.Training.Hooks;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Evaluation;

namespace Panoptes.Training.Tests.Engine;

public sealed class EarlyStopHookTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-early-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(new[] { 0.3, 0.4, 0.4, 0.39, 0.5 }, 2, 8)]
    [InlineData(new[] { 0.3, 0.4, 0.4, 0.39, 0.5 }, 3, 10)]
    [InlineData(new[] { 0.3, 0.2, 0.1, 0.1, 0.1 }, 1, 4)]
    [InlineData(new[] { 0.3, 0.2, 0.1, 0.1, 0.1 }, null, 10)]
    [InlineData(new[] { 0.1, 0.2, 0.3, 0.4, 0.5 }, 1, 10)]
    public void Training_ends_after_so_many_evaluations_without_a_better_one(double[] scores, int? patience, long lastStep)
    {
        using var trainer = Create(scores, patience);
        var reason = trainer.Run();
        Assert.Equal(lastStep, trainer.Step);
        Assert.Equal(lastStep < 10 ? StopReason.Early : StopReason.Completed, reason);
        Assert.Equal(0, ExitCodes.Of(reason));
    }

    [Fact]
    public void A_training_that_stopped_early_ends_at_once_when_it_is_started_again()
    {
        var store = new CheckpointStore(folder, 2, _ => { });
        double[] scores = [0.3, 0.2, 0.1, 0.1, 0.1];
        using (var first = Create(scores, 2, new CheckpointHook(store, 100)))
        {
            Assert.Equal((StopReason.Early, 6L), (first.Run(), first.Step));
        }

        using var second = Create(scores, 2);
        using (var checkpoint = store.NewestValid())
        {
            second.Restore(checkpoint!);
        }

        Assert.Equal((StopReason.Early, 6L), (second.Run(), second.Step));
    }

    private static Trainer Create(double[] scores, int? patience, params IHook[] more)
    {
        var evaluations = new Queue<double>(scores);
        return ToyTraining.Create(
            ToyTraining.Config(10),
            [new EarlyStopHook(patience, 2), new ValidateHook((_, _) => Results.WithMeanIoU(evaluations.Dequeue()), 2), .. more]);
    }
}
