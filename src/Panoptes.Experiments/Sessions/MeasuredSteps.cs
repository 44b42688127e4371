using Panoptes.Experiments.Events;
using Panoptes.Experiments.Hooks;
using Panoptes.Experiments.Planning;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Checkpoints;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Hooks;
using Panoptes.Training.Signals;
using Panoptes.Training.Stages;

namespace Panoptes.Experiments.Sessions;

/// <summary>Runs the first steps of a run, by the trainer and the loaders that it would have, with fewer images each.</summary>
internal sealed class MeasuredSteps : IDisposable
{
    private readonly RunConfig config;
    private readonly RunData data;
    private readonly Device device;
    private readonly int steps;
    private readonly ProgressLine progress;
    private readonly StopSignals signals;
    private readonly RunFolder folder;
    private readonly EventLog log;

    /// <summary>Opens what the steps write into.</summary>
    /// <param name="config">The run, in a folder of its own.</param>
    /// <param name="data">Its data.</param>
    /// <param name="device">Where it is trained; the engine is set up.</param>
    /// <param name="steps">Steps to measure.</param>
    /// <param name="progress">The console.</param>
    /// <param name="signals">What asks to stop.</param>
    public MeasuredSteps(RunConfig config, RunData data, Device device, int steps, ProgressLine progress, StopSignals signals)
    {
        (this.config, this.data, this.device, this.steps) = (config, data, device, steps);
        (this.progress, this.signals) = (progress, signals);
        folder = RunFolder.ForTraining(config, null);
        log = EventLog.Open(folder.EventLog, TimeProvider.System);
    }

    /// <summary>What processes would tell each other; null before the first steps.</summary>
    public StepTraffic? Traffic { get; private set; }

    /// <summary>What memory does not depend on the images; null before the first steps.</summary>
    public DeviceMemory? Memory { get; private set; }

    /// <summary>Numbers that learn.</summary>
    public long Parameters { get; private set; }

    /// <summary>The stage that was measured, where there are several.</summary>
    public string? Stage { get; private set; }

    /// <summary>Measures steps in which a forward pass has so many images of a batch.</summary>
    /// <param name="images">How many.</param>
    /// <param name="batch">Those of all processes together.</param>
    /// <exception cref="InputException">Data or configuration cannot be used, or a signal came.</exception>
    public MeasuredShare Run(int images, int batch)
    {
        progress.Say($"measuring {StepClock.WarmUp} + {steps} steps with {images} {(images == 1 ? "image" : "images")}");
        var plan = StagePlan.Of(config);
        Stage = plan.Count > 1 ? plan[0].Span.Name : null;

        // What a step takes does not depend on how many there are.
        var span = StageSpan.Whole(Math.Max(plan[0].Span.Length, StepClock.WarmUp + steps));
        var first = plan[0] with { Span = span, Config = Reduced(plan[0].Config, images, batch) };
        var task = RunTask.Of(first.Config, data.Train.Available, data.Train.Classes);
        using var model = RunModel.Create(first.Config, data.Train.Classes);
        model.To(device);
        using var domains = DomainPlan.Statistics(first.Config, plan, model);
        using var clock = new StepClock(steps, device);
        var store = new CheckpointStore(folder.Checkpoints, config.Train.Checkpoint.Keep, progress.Say);
        var run = new StageRun(data, folder, log, progress, _ => { }, signals, store, null, device, task)
        {
            Domains = domains,
            Warn = (_, text, _) => progress.Say($"warning: {text}"),
            Instead = [clock, new StopHook(signals)],
        };
        using var stages = new StageSequence(run, model);
        var trainer = stages.Enter(first, null, null);
        trainer.Run();
        Require.That(signals.Received is null, "plan", $"{signals.Received}", "nobody who stops it", "start it again");
        Describe(trainer, model, clock.ForwardPasses);
        return clock.Share(images);
    }

    /// <inheritdoc/>
    public void Dispose() => log.Dispose();

    // Streams with batches of their own shrink with the others. A GPU is waited for after each step, that its time may be told.
    private static RunConfig Reduced(RunConfig config, int images, int batch) => config with
    {
        Train = config.Train with { BatchSize = images, ReadLosses = LossReading.EveryStep, Profile = 0 },
        Data = config.Data with
        {
            Streams = config.Data.Streams.ToDictionary(
                entry => entry.Key,
                entry => entry.Value with
                {
                    BatchSize = entry.Value.BatchSize is { } own ? Math.Max(1, (int)Math.Round((double)own * images / batch)) : null,
                },
                StringComparer.Ordinal),
        },
    };

    private void Describe(Trainer trainer, Segmenter model, int forwardPasses)
    {
        using var scope = TensorScope.Open();
        var learning = trainer.Optimizer.Groups.SelectMany(group => group.Parameters).Select(entry => entry.Tensor)
            .Where(tensor => tensor.RequiresGrad).ToList();
        var buckets = BucketCut.Of([.. learning.Select(tensor => new ParameterSize(Bytes(tensor), tensor.DType))]);
        var normalizations = model.NamedModules().Select(entry => entry.Module).OfType<BatchNorm2d>()
            .Where(layer => layer is { IsFrozen: false, KeepsStatistics: false }).ToList();
        var isUnited = config.Train.Processes.SyncBatchNorm;
        Parameters = learning.Sum(tensor => tensor.Count);
        Traffic = new StepTraffic
        {
            Buckets = [.. buckets.Select(bucket => bucket.Bytes)],
            United = isUnited ? [.. normalizations.Select(layer => (int)layer.Weight.Count)] : [],
            OwnStatistics = isUnited ? 0 : normalizations.Sum(layer => Bytes(layer.RunningMean) + Bytes(layer.RunningVariance)),
            ForwardPasses = forwardPasses,
            BackwardPasses = config.Train.Accumulation,
            IsOnHost = device.IsCpu,
        };
        Memory = new DeviceMemory(
            model.StateDict().Sum(entry => Bytes(entry.Tensor)), trainer.Optimizer.State().Sum(entry => Bytes(entry.Tensor)),
            Traffic.GradientBytes);
    }

    private static long Bytes(Tensor tensor) => tensor.Count * tensor.DType.Size();
}
