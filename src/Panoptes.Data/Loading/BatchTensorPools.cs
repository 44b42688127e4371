using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Tensors;

namespace Panoptes.Data.Loading;

/// <summary>Makes the tensors of batches; those of one size are used again.</summary>
/// <param name="batchSize">Samples of a batch.</param>
/// <param name="size">Height and width of every batch; null where they differ.</param>
/// <param name="parts">Which targets there are.</param>
/// <param name="channelsLast">Whether the images' channels lie innermost.</param>
/// <param name="pinned">Whether they lie in page-locked memory.</param>
/// <param name="capacity">The most batches whose tensors are kept.</param>
/// <param name="views">Which views there are.</param>
internal sealed class BatchTensorPools(
    int batchSize, (int Height, int Width)? size, SampleParts parts, bool channelsLast, bool pinned, int capacity, BatchViews views)
    : IDisposable
{
    private readonly TensorPools? pools =
        size is { } fix ? new TensorPools(batchSize, fix, parts, channelsLast, pinned, capacity, views) : null;

    /// <summary>Tensors with any content, for a batch of the common size.</summary>
    public BatchTensors Take() => pools!.Take();

    /// <summary>Tensors with any content, for a batch of a size of its own.</summary>
    public BatchTensors Make(int height, int width)
    {
        using var one = new TensorPools(batchSize, (height, width), parts, channelsLast, pinned, 0, views);
        return one.Take();
    }

    /// <summary>A batch of tensors that are filled, which gives them back when it is disposed.</summary>
    /// <param name="step">The step it is for.</param>
    /// <param name="samples">What was written into them.</param>
    /// <param name="filled">The tensors.</param>
    /// <param name="places">Where the samples stand in the batch of all processes.</param>
    public Batch MakeBatch(long step, IReadOnlyList<LoadedSample> samples, BatchTensors filled, BatchPlaces places)
    {
        var segments = filled.SegmentIds is { } ids ? new SegmentTargets(ids, [.. samples.Select(sample => sample.Segments!)]) : null;
        var instances = samples[0].Instances is null ? null : samples.Select(sample => sample.Instances!).ToArray();
        return new Batch(
            step,
            filled.Views,
            new BatchTargets(filled.Labels, segments, instances),
            [.. samples.Select(sample => sample.Info)],
            batch => TakeBack(batch, filled))
        {
            Places = places,
        };
    }

    /// <summary>Takes tensors back.</summary>
    public void Return(BatchTensors used)
    {
        if (pools is not null)
        {
            pools.Return(used);
            return;
        }

        foreach (var tensor in used.All)
        {
            tensor.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => pools?.Dispose();

    // Whoever took the batch may have put other targets into it.
    private void TakeBack(Batch batch, BatchTensors filled)
    {
        foreach (var other in batch.Tensors.Except(filled.All))
        {
            other.Dispose();
        }

        Return(filled);
    }

    private sealed class TensorPools(
        int batchSize, (int Height, int Width) size, SampleParts parts, bool channelsLast, bool pinned, int capacity, BatchViews views)
        : IDisposable
    {
        private readonly int furtherViews = views.Strong - 1;
        private readonly TensorPool images = new(
            [batchSize, 3, size.Height, size.Width], DType.Float32, channelsLast, pinned, capacity * (views.Strong + (views.Weak ? 1 : 0)));

        private readonly TensorPool? labels = parts.HasFlag(SampleParts.Labels)
            ? new([batchSize, size.Height, size.Width], DType.Int64, false, pinned, capacity)
            : null;

        private readonly TensorPool? ids = parts.HasFlag(SampleParts.Segments)
            ? new([batchSize, size.Height, size.Width], DType.Int32, false, pinned, capacity)
            : null;

        public BatchTensors Take() => new(images.Take(), labels?.Take(), ids?.Take())
        {
            Weak = views.Weak ? images.Take() : null,
            Further = [.. Enumerable.Range(0, furtherViews).Select(_ => images.Take())],
        };

        public void Return(BatchTensors used)
        {
            foreach (var view in used.Views.Values)
            {
                images.Return(view);
            }

            if (used.Labels is { } label)
            {
                labels!.Return(label);
            }

            if (used.SegmentIds is { } segmentIds)
            {
                ids!.Return(segmentIds);
            }
        }

        public void Dispose()
        {
            images.Dispose();
            labels?.Dispose();
            ids?.Dispose();
        }
    }
}
