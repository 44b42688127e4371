using Panoptes.Training.Checkpoints;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Hooks;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Evaluation;

namespace Panoptes.Training.Tests.Engine;

public sealed class ValidateHookTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-validate-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_model_is_measured_every_so_often_and_at_the_end()
    {
        var steps = new List<long>();
        using var trainer = ToyTraining.Create(
            ToyTraining.Config(7), new ValidateHook((_, _) => Results.WithMeanIoU(0.5), 3), new Evaluations(steps));
        trainer.Run();
        Assert.Equal([3, 6, 7], steps);
    }

    [Fact]
    public void An_evaluation_that_a_stop_prevents_is_made_up_for_on_resuming()
    {
        var steps = new List<long>();
        var store = new CheckpointStore(folder, 2, _ => { });
        using var stop = new CancellationTokenSource();
        var config = ToyTraining.Config(6);
        using (var first = ToyTraining.Create(
            config,
            new Watch(record =>
            {
                if (record.Step == 3)
                {
                    stop.Cancel();
                }
            }),
            new ValidateHook((_, _) => Results.WithMeanIoU(0.5), 3, stop.Token),
            new Evaluations(steps),
            new CheckpointHook(store, 100),
            new Watch(record => record.Step == 3, StopReason.Signal)))
        {
            Assert.Equal(StopReason.Signal, first.Run());
        }

        Assert.Empty(steps);
        using var second = ToyTraining.Create(
            config, new ValidateHook((_, _) => Results.WithMeanIoU(0.5), 3), new Evaluations(steps), new CheckpointHook(store, 100));
        using (var checkpoint = store.NewestValid())
        {
            second.Restore(checkpoint!);
        }

        second.Run();
        Assert.Equal([3, 6], steps);
    }

    private sealed class Evaluations(List<long> steps) : IHook
    {
        public void OnEvaluation(Trainer trainer, EvaluationRecord record) => steps.Add(record.Step);
    }
}
