using System.Diagnostics;
using Panoptes.Data.Augmentation;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Foundation.Tracing;

namespace Panoptes.Data.Loading;

/// <summary>
/// Reads and augments batches ahead of the training on threads of its own. What a batch holds is a function of (seed, step) and
/// nothing else: neither the count of workers, nor what was taken before.
/// </summary>
public sealed class BatchLoader : IDisposable
{
    // Where all that may be drawn cannot be read, the last error ends the run.
    private const int MostSubstitutes = 1000;
    private readonly IDataset dataset;
    private readonly SampleReader reader;
    private readonly LoaderConfig config;
    private readonly int padMultiple;
    private readonly bool isFixedSize;
    private readonly ISampleOrder order;
    private readonly int batchSize;
    private readonly long seed;
    private readonly BatchTensorPools tensors;
    private readonly Quarantine quarantine;
    private readonly BatchAugmentation whole;
    private readonly BatchPlaces places;
    private readonly ResolutionJitterConfig? jitter;
    private readonly Thread[] workers;
    private readonly Queue<(PendingBatch Batch, int Item)> queue = [];
    private readonly Dictionary<long, PendingBatch> pending = [];
    private readonly object gate = new();
    private readonly SampleBuffers own = new();
    private bool closed;

    /// <summary>Makes a loader and starts its workers; they begin to read with the first batch taken.</summary>
    /// <param name="dataset">What is trained on; its samples must have the parts asked for.</param>
    /// <param name="augmentation">How samples are varied.</param>
    /// <param name="config">How they are read ahead.</param>
    /// <param name="batchSize">Samples in this process's batch.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="rank">This process among those that share the data set.</param>
    /// <param name="world">How many processes share the data set.</param>
    /// <param name="pinned">Whether batches lie in page-locked memory, for copies to a GPU.</param>
    /// <param name="parts">
    /// What batches hold beside images: label maps, segments, objects. The rest is neither read nor moved. Objects of a data set that has
    /// segments alone are its things. Where objects are pasted, batches hold objects in any case; what the network itself found is pasted
    /// where it is trained, and strong changes of color follow there.
    /// </param>
    /// <param name="rules">Which segments and objects a crop keeps; by the augmentation's settings where null.</param>
    /// <param name="sampling">Which images are drawn and what crops are laid round; every image by turns, anywhere, where null.</param>
    /// <param name="views">Which views of its images a batch has; the one that the augmentation makes where null.</param>
    /// <exception cref="InputException">A setting is out of range, or the data set is empty or lacks a part.</exception>
    public BatchLoader(
        IDataset dataset,
        AugmentationConfig augmentation,
        LoaderConfig config,
        int batchSize,
        long seed,
        int rank = 0,
        int world = 1,
        bool pinned = false,
        SampleParts parts = SampleParts.Semantic,
        TargetRules? rules = null,
        CropSampling? sampling = null,
        BatchViews? views = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(augmentation);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        config.Check();
        views ??= BatchViews.One;
        views.Check();
        var pastes = augmentation.CopyPaste is not null && !views.Waits;
        var waits = views.Waits || augmentation.CopyPaste?.Source == CopyPasteSource.Predictions;
        parts = pastes && (parts & (SampleParts.Segments | SampleParts.Instances)) == 0 ? parts | SampleParts.Instances : parts;
        RequireParts(dataset, parts);
        (this.dataset, this.config, this.batchSize, this.seed) = (dataset, config, batchSize, seed);
        sampling ??= CropSampling.Random;
        var transform = new TrainTransform(augmentation, sampling.Config);
        rules ??= new TargetRules { MinSegmentPixels = augmentation.MinSegmentPixels };
        rules = rules with { VoidTrainId = dataset.Classes.VoidTrainId };
        reader = new SampleReader(dataset, transform, sampling.Config, parts, rules);
        jitter = augmentation.ResolutionJitter;
        whole = new BatchAugmentation(waits ? augmentation with { CopyPaste = null, Strong = null } : augmentation, seed, rules);
        places = new BatchPlaces(rank, world, InPairs: sampling.Segments is not null);
        order = Order(sampling, rank, world);
        quarantine = new Quarantine(config.Quarantine);
        (isFixedSize, padMultiple) = (transform.IsFixedSize, augmentation.PadMultiple);
        tensors = new BatchTensorPools(
            batchSize, isFixedSize && jitter is null ? (transform.Height, transform.Width) : null, parts, config.ChannelsLast, pinned,
            config.Prefetch + 2, views);
        workers = [.. Enumerable.Range(0, config.Workers).Select(i => new Thread(Work) { IsBackground = true, Name = $"loader {i}" })];
        foreach (var worker in workers)
        {
            worker.Start();
        }
    }

    /// <summary>Time that callers of <see cref="Take"/> waited for data since the start.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Time that the last <see cref="Take"/> waited for data.</summary>
    public TimeSpan LastWait { get; private set; }

    /// <summary>Samples that could not be read and were replaced.</summary>
    public IReadOnlyList<QuarantinedSample> Quarantined => quarantine.Samples;

    /// <summary>Called, on a worker's thread, when a sample is replaced for the first time: say it aloud.</summary>
    public Action<QuarantinedSample>? OnQuarantine
    {
        get => quarantine.Added;
        set => quarantine.Added = value;
    }

    /// <summary>The batch of a step. Any step may be asked for; the steps that follow it are read ahead.</summary>
    /// <param name="step">0 and up.</param>
    /// <exception cref="InputException">A sample cannot be read, and the quarantine is off or full.</exception>
    public Batch Take(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        using var waiting = WorkTrace.Begin(WorkKinds.Wait, "for data");
        var clock = Stopwatch.StartNew();
        PendingBatch batch;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            Drop(step);
            var last = workers.Length == 0 ? step : step + config.Prefetch;
            for (var ahead = step; ahead <= last; ahead++)
            {
                Start(ahead);
            }

            batch = pending[step];
            pending.Remove(step);
            Monitor.PulseAll(gate);
        }

        if (workers.Length == 0)
        {
            while (queue.TryDequeue(out var work))
            {
                Fill(work.Batch, work.Item, own);
            }
        }

        try
        {
            return tensors.MakeBatch(step, batch.Wait(), batch.Tensors!, places);
        }
        catch
        {
            GiveBack(batch.Tensors);
            throw;
        }
        finally
        {
            LastWait = clock.Elapsed;
            Waited += LastWait;
        }
    }

    /// <summary>Stops the workers and frees what was read ahead. Batches already taken stay valid until they are disposed.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            closed = true;
            Drop(long.MaxValue);
            Monitor.PulseAll(gate);
        }

        foreach (var worker in workers)
        {
            worker.Join();
        }

        tensors.Dispose();
    }

    private static void RequireParts(IDataset dataset, SampleParts parts)
    {
        (SampleParts Part, string Name)[] known =
            [(SampleParts.Labels, "labels"), (SampleParts.Segments, "segments"), (SampleParts.Instances, "objects with masks")];
        foreach (var (part, name) in known)
        {
            var has = dataset.Available.HasFlag(part) || (part == SampleParts.Instances && dataset.Available.HasFlag(SampleParts.Segments));
            if (dataset.Count == 0 || (parts.HasFlag(part) && !has))
            {
                throw new InputException(
                    dataset.Name,
                    dataset.Count == 0 ? "no sample" : $"no {name}",
                    $"images with {name} to train on",
                    "train on another split");
            }
        }
    }

    private ISampleOrder Order(CropSampling sampling, int rank, int world)
    {
        if (sampling.Repeats is { } repeats)
        {
            return new RepeatOrder(new RepeatSampler(repeats, seed), rank, world);
        }

        if (sampling.Segments is not { } segments)
        {
            return new EpochOrder(new EpochSampler(sampling.Images?.Count ?? dataset.Count, seed, rank, world), sampling.Images);
        }

        Require.That(
            batchSize % 2 == 0, "train.batch_size", batchSize, "an even number, as data.sampler.kind=class_pair draws crops in pairs",
            "make it even, and that of the stream (data.streams.NAME.batch_size) where it has its own");
        return new PairOrder(new PairSampler(segments, sampling.Config, seed), rank, world);
    }

    private void GiveBack(BatchTensors? filled)
    {
        if (filled is not null)
        {
            tensors.Return(filled);
        }
    }

    private (BatchTensors Tensors, IReadOnlyList<LoadedSample> Samples) Complete(PendingBatch batch, IReadOnlyList<LoadedSample> samples)
    {
        using var work = WorkTrace.Begin(WorkKinds.Loader, "batch");
        var filled = batch.Tensors;
        if (filled is null)
        {
            var (height, width) = Collation.Size(samples, padMultiple);
            filled = tensors.Make(height, width);
            samples = Collation.Write(samples, filled, config.ChannelsLast, dataset.Classes.VoidTrainId);
        }

        return (filled, whole.Apply(filled, samples, batch.Step, places));
    }

    private void Start(long step)
    {
        if (!pending.ContainsKey(step))
        {
            var batch = new PendingBatch(step, batchSize, Room(step), Complete);
            pending.Add(step, batch);
            for (var item = 0; item < batchSize; item++)
            {
                queue.Enqueue((batch, item));
            }
        }
    }

    // What a batch is written into; null where its samples decide how large it is.
    private BatchTensors? Room(long step)
    {
        if (jitter is null)
        {
            return isFixedSize ? tensors.Take() : null;
        }

        var (height, width) = jitter.Size(new SeededRandom(seed, step, 0x53).NextInt(0, jitter.Sizes));
        return tensors.Make(height, width);
    }

    // Batches outside of the window that starts at a step are not wanted any more: a jump, or the end.
    private void Drop(long step)
    {
        foreach (var batch in pending.Values.Where(b => b.Step < step || b.Step > step + config.Prefetch).ToArray())
        {
            pending.Remove(batch.Step);
            batch.IsDropped = true;
            var waiting = queue.Count;
            var unstarted = 0;
            for (var i = 0; i < waiting; i++)
            {
                var work = queue.Dequeue();
                if (ReferenceEquals(work.Batch, batch))
                {
                    unstarted++;
                }
                else
                {
                    queue.Enqueue(work);
                }
            }

            Abandon(batch, unstarted);
        }
    }

    private void Abandon(PendingBatch batch, int items)
    {
        var canceled = new OperationCanceledException();
        for (var i = 0; i < items; i++)
        {
            batch.Fail(0, canceled);
        }

        FreeIfDropped(batch);
    }

    private void FreeIfDropped(PendingBatch batch)
    {
        if (batch is { IsDropped: true, IsDone: true } && batch.TryFree())
        {
            GiveBack(batch.Tensors);
        }
    }

    private void Work()
    {
        var buffers = new SampleBuffers();
        while (true)
        {
            (PendingBatch Batch, int Item) work;
            lock (gate)
            {
                while (queue.Count == 0 && !closed)
                {
                    Monitor.Wait(gate);
                }

                if (closed)
                {
                    return;
                }

                work = queue.Dequeue();
            }

            Fill(work.Batch, work.Item, buffers);
            lock (gate)
            {
                FreeIfDropped(work.Batch);
            }
        }
    }

    private void Fill(PendingBatch batch, int item, SampleBuffers buffers)
    {
        try
        {
            batch.Finish(item, Read(batch, item, buffers));
        }
#pragma warning disable CA1031 // Whatever goes wrong on a worker is thrown again, in order, where the batch is taken.
        catch (Exception error)
#pragma warning restore CA1031
        {
            batch.Fail(item, error);
        }
    }

    private LoadedSample Read(PendingBatch batch, int item, SampleBuffers buffers)
    {
        using var work = WorkTrace.Begin(WorkKinds.Loader, "sample");
        for (var attempt = 0; ; attempt++)
        {
            var sample = order.At((batch.Step * batchSize) + item, attempt);
            try
            {
                var random = new SeededRandom(seed, sample.Place, 0xA6);
                return batch.Tensors is { } filled && isFixedSize
                    ? reader.Read(sample, random, filled, item, config.ChannelsLast, buffers)
                    : reader.Read(sample, random, buffers);
            }
            catch (Exception error) when (
                attempt < MostSubstitutes && (error is InputException or IOException or UnauthorizedAccessException))
            {
                quarantine.Add(dataset.Files(sample.Index), error, batch.Step);
            }
        }
    }
}
