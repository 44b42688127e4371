using System.Diagnostics;
using Panoptes.Tensors;
using Panoptes.Training.Engine;

namespace Panoptes.Bench;

/// <summary>Times the steps of a training after its first ones, with the device idle at both ends and never asked between.</summary>
/// <param name="warmup">Steps before the clock starts, at least 1.</param>
/// <param name="steps">Steps that are timed.</param>
/// <param name="device">Where the training runs.</param>
internal sealed class ThroughputClock(int warmup, int steps, Device device) : IHook
{
    private readonly Stopwatch watch = new();

    /// <summary>Seconds of the first step, in which kernels are chosen and memory is taken.</summary>
    public double FirstSeconds { get; private set; }

    /// <summary>Seconds of all steps before the timed ones.</summary>
    public double WarmupSeconds { get; private set; }

    /// <summary>Seconds of the timed steps together.</summary>
    public double Seconds { get; private set; }

    /// <summary>The last loss that the host has read.</summary>
    public double Loss { get; private set; }

    /// <summary>The device's memory over the timed steps; null on the CPU.</summary>
    public CudaMemory? Memory { get; private set; }

    /// <inheritdoc/>
    public void AtStart(Trainer trainer)
    {
        Wait();
        watch.Restart();
    }

    /// <inheritdoc/>
    public void OnRecord(Trainer trainer, StepRecord record) => Loss = record.Loss;

    /// <inheritdoc/>
    public void AfterStep(Trainer trainer)
    {
        if (trainer.Step == 1)
        {
            Wait();
            FirstSeconds = watch.Elapsed.TotalSeconds;
        }

        if (trainer.Step == warmup)
        {
            Wait();
            WarmupSeconds = watch.Elapsed.TotalSeconds;
            if (!device.IsCpu)
            {
                Cuda.ResetPeakMemory(device.Index);
            }

            watch.Restart();
        }

        if (trainer.Step == warmup + steps)
        {
            Wait();
            Seconds = watch.Elapsed.TotalSeconds;
            Memory = device.IsCpu ? null : Cuda.MemoryStatistics(device.Index);
        }
    }

    private void Wait()
    {
        if (!device.IsCpu)
        {
            Cuda.Synchronize(device.Index);
        }
    }
}
