using System.Runtime.ExceptionServices;

namespace Panoptes.Data.Loading;

/// <summary>A batch that is being filled by several threads.</summary>
internal sealed class PendingBatch
{
    private readonly object gate = new();
    private readonly Func<PendingBatch, IReadOnlyList<LoadedSample>, (BatchTensors Tensors, IReadOnlyList<LoadedSample> Samples)> complete;
    private readonly LoadedSample[] samples;
    private readonly Exception?[] errors;
    private IReadOnlyList<LoadedSample> finished = [];
    private bool isDone;
    private int left;
    private bool freed;

    /// <summary>Makes a batch of which nothing is filled yet.</summary>
    /// <param name="step">The step it is for.</param>
    /// <param name="size">How many samples it takes.</param>
    /// <param name="tensors">What its samples are written into; null where their sizes decide that.</param>
    /// <param name="complete">
    /// Makes one batch of samples that were written into memory of their own, and does what needs all of them.
    /// </param>
    public PendingBatch(
        long step,
        int size,
        BatchTensors? tensors,
        Func<PendingBatch, IReadOnlyList<LoadedSample>, (BatchTensors Tensors, IReadOnlyList<LoadedSample> Samples)> complete) =>
        (Step, Tensors, this.complete, samples, errors, left) =
            (step, tensors, complete, new LoadedSample[size], new Exception?[size], size);

    /// <summary>The step it is for.</summary>
    public long Step { get; }

    /// <summary>Takes the samples; null until all are read, where their sizes decide how large it is.</summary>
    public BatchTensors? Tensors { get; private set; }

    /// <summary>Whether nobody wants it any more.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Whether all its samples are done or failed.</summary>
    public bool IsDone => Volatile.Read(ref isDone);

    /// <summary>True for the first caller, who then frees the batch.</summary>
    public bool TryFree() => !freed && (freed = true);

    /// <summary>Notes that a sample is written.</summary>
    public void Finish(int item, LoadedSample sample)
    {
        samples[item] = sample;
        CountDown();
    }

    /// <summary>Notes that a sample failed.</summary>
    public void Fail(int item, Exception error)
    {
        errors[item] = error;
        CountDown();
    }

    /// <summary>Waits until all samples are done and returns them.</summary>
    /// <exception cref="Exception">What the first of them failed with.</exception>
    public IReadOnlyList<LoadedSample> Wait()
    {
        lock (gate)
        {
            while (!IsDone)
            {
                Monitor.Wait(gate);
            }
        }

        if (Array.Find(errors, e => e is not null) is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        return finished;
    }

    private void CountDown()
    {
        if (Interlocked.Decrement(ref left) > 0)
        {
            return;
        }

        Complete();
        lock (gate)
        {
            Volatile.Write(ref isDone, true);
            Monitor.PulseAll(gate);
        }
    }

    // The thread that reads the last sample puts the batch together.
    private void Complete()
    {
        finished = samples;
        if (Array.Exists(errors, error => error is not null))
        {
            return;
        }

        try
        {
            (Tensors, finished) = complete(this, samples);
        }
#pragma warning disable CA1031 // Thrown again where the batch is taken.
        catch (Exception error)
#pragma warning restore CA1031
        {
            errors[0] = error;
        }
    }
}
