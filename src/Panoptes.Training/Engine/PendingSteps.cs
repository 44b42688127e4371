using Panoptes.Tensors;

namespace Panoptes.Training.Engine;

/// <summary>Steps whose numbers are still on the device only, in order, until the host reads them all at once.</summary>
internal sealed class PendingSteps : IDisposable
{
    private readonly List<PendingStep> pending = [];

    /// <summary>Whether anything waits to be read.</summary>
    public bool IsEmpty => pending.Count == 0;

    /// <summary>Adds a step.</summary>
    /// <param name="step">What the host knows of it.</param>
    /// <param name="numbers">What the device knows: the losses in the order of its terms, then the facts of
    /// <see cref="UpdateGuard"/>.</param>
    public void Add(StepInfo step, Tensor numbers) => pending.Add(new PendingStep(step, numbers.Keep()));

    /// <summary>Reads every waiting step: the only time that the host waits for the device. The time is shared among the steps.</summary>
    public IReadOnlyList<ReadStep> Read()
    {
        if (pending.Count == 0)
        {
            return [];
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var scope = TensorScope.Open();
        var all = Ops.Cat([.. pending.Select(step => step.Numbers)], 0).To(Device.Cpu).Data<double>().ToArray();
        var seconds = (pending.Sum(step => step.Info.Seconds) + clock.Elapsed.TotalSeconds) / pending.Count;
        var read = new List<ReadStep>(pending.Count);
        var at = 0;
        foreach (var step in pending)
        {
            var length = step.Info.Terms.Count + UpdateGuard.Facts;
            read.Add(ReadStep.Of(step.Info with { Seconds = seconds }, all.AsSpan(at, length)));
            at += length;
        }

        Dispose();
        return read;
    }

    /// <summary>Forgets what waits.</summary>
    public void Dispose()
    {
        pending.ForEach(step => step.Numbers.Dispose());
        pending.Clear();
    }

    private readonly record struct PendingStep(StepInfo Info, Tensor Numbers);
}
