using System.Threading.Channels;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Serving.Measuring;
using Panoptes.Serving.Models;

namespace Panoptes.Serving.Batching;

/// <summary>
/// Images wait here for the model, which reads those of one size together, the oldest first. The model is called from one thread of its
/// own: libraries of tensors keep threads for every thread that calls them.
/// </summary>
internal sealed class PredictionQueue : IAsyncDisposable
{
    private readonly IServedModel model;
    private readonly BatchingOptions options;
    private readonly ServiceMetrics metrics;
    private readonly TimeProvider time;
    private readonly Channel<QueuedImage> arrivals;
    private readonly List<QueuedImage> waiting = [];
    private readonly Thread thread;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins to take images.</summary>
    /// <param name="model">What reads them; not disposed here.</param>
    /// <param name="options">How they wait.</param>
    /// <param name="metrics">What is counted.</param>
    /// <param name="time">The clock.</param>
    public PredictionQueue(IServedModel model, BatchingOptions options, ServiceMetrics metrics, TimeProvider time)
    {
        (this.model, this.options, this.metrics, this.time) = (model, options, metrics, time);
        Largest = Math.Min(options.Largest ?? model.UsualBatch, model.LargestBatch);
        arrivals = Channel.CreateBounded<QueuedImage>(new BoundedChannelOptions(options.Queue + Largest) { SingleReader = true });
        thread = new Thread(Work) { IsBackground = true, Name = "model" };
        thread.Start();
    }

    /// <summary>The most images that go through the model together.</summary>
    public int Largest { get; }

    /// <summary>Waits for what the model sees in an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancel">Ends the waiting; the image is not read then where it still waits.</param>
    /// <returns>The reading; null where no more images are taken.</returns>
    /// <exception cref="InputException">The model cannot take the image.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async Task<ImageReading?> Read(RgbImage image, CancellationToken cancel)
    {
        var queued = new QueuedImage(image, model.BatchSize(image.Width, image.Height), time.GetTimestamp());
        metrics.Waiting.Inc();
        if (!arrivals.Writer.TryWrite(queued))
        {
            metrics.Waiting.Dec();
            return null;
        }

        await using var dropping = cancel.Register(() =>
        {
            if (queued.Drop(cancel))
            {
                metrics.Dropped.Inc();
            }
        });
        return await queued.Answer.ConfigureAwait(false);
    }

    /// <summary>Takes no more images; those that wait are still read.</summary>
    public void Close() => arrivals.Writer.TryComplete();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Close();
        await ended.Task.ConfigureAwait(false);
    }

    private void Work()
    {
        var isOpen = true;
        while (isOpen || waiting.Count > 0)
        {
            isOpen = isOpen && Collect();
            if (Next() is { Count: > 0 } batch)
            {
                Run(batch);
            }
        }

        ended.SetResult();
    }

    // Waits until there is something to do.
    private bool Collect()
    {
        while (true)
        {
            while (arrivals.Reader.TryRead(out var arrived))
            {
                waiting.Add(arrived);
            }

            metrics.Waiting.Dec(waiting.RemoveAll(image => image.IsDropped));
            if (waiting.Count == 0)
            {
                if (!Arrives(Timeout.InfiniteTimeSpan, out var more) && !more)
                {
                    return false;
                }

                continue;
            }

            var rest = options.Wait - time.GetElapsedTime(waiting[0].Arrived);
            if (rest <= TimeSpan.Zero || waiting.Count(image => image.Size == waiting[0].Size) >= Largest || Largest == 1)
            {
                return true;
            }

            if (!Arrives(rest, out var later))
            {
                return later;
            }
        }
    }

    // Whether an image arrives within a time, and whether any may arrive later.
    private bool Arrives(TimeSpan within, out bool later)
    {
        using var limit = new CancellationTokenSource(within, time);
        try
        {
            later = arrivals.Reader.WaitToReadAsync(limit.Token).AsTask().GetAwaiter().GetResult();
            return later;
        }
        catch (OperationCanceledException)
        {
            later = true;
            return false;
        }
    }

    private List<QueuedImage> Next()
    {
        if (waiting.Count == 0)
        {
            return [];
        }

        List<QueuedImage> batch = [.. waiting.Where(image => image.Size == waiting[0].Size).Take(Largest)];
        waiting.RemoveAll(batch.Contains);
        metrics.Waiting.Dec(batch.Count);
        batch.RemoveAll(image => image.IsDropped);
        return batch;
    }

    private void Run(List<QueuedImage> batch)
    {
        var begin = time.GetTimestamp();
        try
        {
            var readings = model.Read([.. batch.Select(queued => queued.Image)]);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Complete(readings[i]);
            }

            metrics.Batches.Observe(batch.Count);
            metrics.Inference.Observe(time.GetElapsedTime(begin).TotalSeconds);
        }
        catch (InputException) when (batch.Count > 1)
        {
            // One image that the model cannot take must not keep the others from being read.
            foreach (var one in batch)
            {
                Run([one]);
            }
        }
#pragma warning disable CA1031 // Whatever is wrong with a batch, the next one is read.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            batch.ForEach(queued => queued.Fail(fault));
        }
    }
}
