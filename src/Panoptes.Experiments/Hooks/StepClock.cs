using Panoptes.Experiments.Planning;
using Panoptes.Foundation.Tracing;
using Panoptes.Tensors;
using Panoptes.Training.Engine;

namespace Panoptes.Experiments.Hooks;

/// <summary>
/// Takes the times of a few steps apart and ends the training: what lies before the last backward pass, that pass, and what follows; the
/// memory that they need. The first steps, which choose kernels and allocate, are left out.
/// </summary>
/// <param name="steps">How many are measured, at least 1.</param>
/// <param name="device">Where the model is.</param>
public sealed class StepClock(int steps, Device device) : IHook, IDisposable
{
    /// <summary>Steps that are left out.</summary>
    public const int WarmUp = 2;

    // Of a GPU's time only the sum is seen from the host: a backward pass computes two products where a forward pass computes one.
    private const double UnseenBackward = 2.0 / 3;

    private readonly List<(ComputeTime Compute, double Seconds, double Wait)> measured = [];
    private WorkTrace? trace;
    private int seen;

    /// <summary>Training forward passes in a step.</summary>
    public int ForwardPasses { get; private set; }

    /// <summary>The median step.</summary>
    /// <param name="images">Images of a forward pass.</param>
    /// <exception cref="InvalidOperationException">No step was measured.</exception>
    public MeasuredShare Share(int images)
    {
        return measured.Count == 0
            ? throw new InvalidOperationException("no step was measured")
            : new MeasuredShare(
                images,
                new ComputeTime(
                    Median(step => step.Compute.Before), Median(step => step.Compute.Backward), Median(step => step.Compute.After)),
                Median(step => step.Wait / step.Seconds), Peak());

        double Median(Func<(ComputeTime Compute, double Seconds, double Wait), double> value) =>
            measured.Select(value).Order().ElementAt(measured.Count / 2);
    }

    /// <inheritdoc/>
    public void BeforeStep(Trainer trainer)
    {
        if (seen == WarmUp)
        {
            ResetPeak();
        }

        trace = seen++ < WarmUp ? null : WorkTrace.Open();
    }

    /// <inheritdoc/>
    public void OnRecord(Trainer trainer, StepRecord record)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(record);
        if (trace is null)
        {
            return;
        }

        var phases = trace.Spans.Where(span => span.Kind == WorkKinds.Phase).ToLookup(span => span.Name);
        ForwardPasses = phases["forward"].Count();
        var total = record.StepSeconds - record.DataSeconds;
        var after = Seconds(phases["optimizer"]);
        var last = device.IsCpu
            ? Seconds(phases["backward"].OrderBy(span => span.End).TakeLast(1))
            : (total - after) * UnseenBackward / trainer.Config.Accumulation;
        measured.Add((new ComputeTime(Math.Max(0, total - after - last), last, after), record.StepSeconds, record.DataSeconds));
    }

    /// <inheritdoc/>
    public void AfterStep(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        Dispose();
        if (measured.Count >= steps)
        {
            trainer.RequestStop(StopReason.Signal);
        }
    }

    /// <summary>Ends what an error left open.</summary>
    public void Dispose()
    {
        trace?.Dispose();
        trace = null;
    }

    private static double Seconds(IEnumerable<TraceSpan> spans) => spans.Sum(span => span.End - span.Begin) / 1e9;

    private void ResetPeak()
    {
        if (device.IsCpu)
        {
            HostMemory.ResetPeak();
        }
        else
        {
            Cuda.ResetPeakMemory(device.Index);
        }
    }

    private double Peak() => device.IsCpu ? HostMemory.TensorBytes.Peak : Cuda.MemoryStatistics(device.Index)?.AllocatedPeak ?? 0;
}
