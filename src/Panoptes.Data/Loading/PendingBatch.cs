using System.Runtime.ExceptionServices;
using Panoptes.Tensors;

namespace Panoptes.Data;

/// <summary>A batch that is being filled by several threads.</summary>
internal sealed class PendingBatch
{
    private readonly object gate = new();
    private readonly SampleInfo[] samples;
    private readonly Exception?[] errors;
    private int left;
    private bool freed;

    /// <summary>Makes a batch of which nothing is filled yet.</summary>
    public PendingBatch(long step, int size, Tensor images, Tensor labels)
    {
        (Step, Images, Labels, samples, errors, left) = (step, images, labels, new SampleInfo[size], new Exception?[size], size);
    }

    /// <summary>The step it is for.</summary>
    public long Step { get; }

    /// <summary>Takes the images.</summary>
    public Tensor Images { get; }

    /// <summary>Takes the labels.</summary>
    public Tensor Labels { get; }

    /// <summary>Whether nobody wants it any more.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Whether all its samples are done or failed.</summary>
    public bool IsDone => Volatile.Read(ref left) == 0;

    /// <summary>True for the first caller, who then frees the batch.</summary>
    public bool TryFree() => !freed && (freed = true);

    /// <summary>Notes that a sample is written.</summary>
    public void Finish(int item, SampleInfo sample)
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

    /// <summary>Waits until all samples are done and returns where they came from.</summary>
    /// <exception cref="Exception">What the first of them failed with.</exception>
    public IReadOnlyList<SampleInfo> Wait()
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

        return samples;
    }

    private void CountDown()
    {
        if (Interlocked.Decrement(ref left) == 0)
        {
            lock (gate)
            {
                Monitor.PulseAll(gate);
            }
        }
    }
}
