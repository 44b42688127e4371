using Panoptes.Experiments.Events;
using Panoptes.Experiments.Locations;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Studies.Imports;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Imports;

public sealed class OwnRunImporterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true, ImportedState.Completed)]
    [InlineData(false, ImportedState.Partial)]
    public void A_run_of_ours_is_adopted_with_its_folder_and_as_measured_here(bool ended, ImportedState state)
    {
        var config = new RunConfig { Run = new RunSettings { Folder = folder.Path, Name = "mine" } };
        config = config with { Train = config.Train with { Steps = 100, BatchSize = 4, Seed = 3 } };
        var own = RunFolder.ForTraining(config, null);
        own.WriteConfig(config);
        using (var log = EventLog.Open(own.EventLog, TimeProvider.System))
        {
            log.Write(new AttemptStarted { Steps = 100 });
            log.Write(new TrainPoint { Step = 50, LearningRate = 0.01, MemoryMib = 500 });
            log.Write(new EvaluationPoint { Step = 50, Split = "val", Metrics = [Row(0.5)], Seconds = 0.25 });
            log.Write(new EvaluationPoint { Step = 100, Split = "val", Metrics = [Row(0.625)], Seconds = 0.25 });
            if (ended)
            {
                log.Write(new AttemptEnded { Step = 100, Reason = "completed" });
            }
        }

        var run = Assert.Single(new RunImporters().Read(folder.Path, null, message => Assert.Fail(message)));

        Assert.Equal(("panoptes", own.FullPath, true, state), (run.Tool, run.OwnFolder, run.IsMeasuredHere, run.State));
        Assert.Equal((4, 100L, 3L, 0.01, 0.5), (run.Batch, run.Steps, run.Seed, run.LastLearningRate, run.EvaluationSeconds));
        Assert.Equal([0.5, 0.625], run.Curve.Select(point => point.Value("mean_iou")));
        Assert.Equal(0.625, run.Final!.Value("mean_iou"));
    }

    private static MetricRow Row(double value) => new() { Name = "mean_iou", Title = "mIoU", Value = value };
}
