using Panoptes.Experiments.Events;
using Panoptes.Experiments.Progress;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;

namespace Panoptes.Experiments.Hooks;

/// <summary>
/// Averages steps between logging points. Stands before the hooks that read it, so that all of them tell the same numbers.
/// </summary>
/// <param name="device">The device whose memory is told.</param>
public sealed class MeterHook(Device device) : IHook
{
    private readonly List<StepRecord> window = [];
    private double stepSeconds;

    /// <summary>The last logging point; set once <see cref="IsMilestone"/>.</summary>
    public TrainPoint? Point { get; private set; }

    /// <summary>What the progress line tells after the last step.</summary>
    public ProgressState? State { get; private set; }

    /// <summary>True after a step at which is logged: every <see cref="TrainConfig.LogEvery"/> steps, and the last.</summary>
    public bool IsMilestone { get; private set; }

    /// <inheritdoc/>
    public void OnRecord(Trainer trainer, StepRecord record)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(record);
        if (IsMilestone)
        {
            window.Clear();
        }

        window.Add(record);
        stepSeconds = stepSeconds == 0 ? record.StepSeconds : (0.95 * stepSeconds) + (0.05 * record.StepSeconds);
        IsMilestone = trainer.IsLogged(record.Step);
        var seconds = window.Sum(step => step.StepSeconds);
        var memory = Environment.WorkingSet / (double)(1 << 20);
        double? deviceMemory = device.IsCpu ? null : Cuda.MemoryStatistics(device.Index)?.AllocatedPeak / (double)(1 << 20);
        State = new ProgressState(
            record.Step,
            trainer.Stage.End,
            window.Average(step => step.Loss),
            record.LearningRates.Max(),
            window.Sum(step => step.Images) / seconds,
            window.Sum(step => step.DataSeconds) / seconds,
            memory,
            deviceMemory,
            TimeSpan.FromSeconds(stepSeconds * (trainer.Stage.End - record.Step)));
        if (IsMilestone)
        {
            Point = Average(State);
        }
    }

    private TrainPoint Average(ProgressState state) => new()
    {
        Step = state.Step,
        Loss = Finite(state.Loss),
        Losses = window.SelectMany(step => step.Losses).GroupBy(loss => loss.Key)
            .ToDictionary(group => group.Key, group => Finite(group.Average(loss => loss.Value))),
        LearningRate = state.LearningRate,
        GradientNorm = Finite(window.Average(step => step.GradientNorm)),
        ImagesPerSecond = state.ImagesPerSecond,
        DataWait = state.DataWait,
        MemoryMib = Math.Round(state.MemoryMib, 1),
        DeviceMemoryMib = state.DeviceMemoryMib,
    };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
