using Panoptes.Data.Samples;
using Panoptes.Tensors;

namespace Panoptes.Data.Loading;

/// <summary>Makes the tensors of batches; those of one size are used again.</summary>
/// <param name="batchSize">Samples of a batch.</param>
/// <param name="size">Height and width of every batch; null where they differ.</param>
/// <param name="parts">Which targets there are.</param>
/// <param name="channelsLast">Whether the images' channels lie innermost.</param>
/// <param name="pinned">Whether they lie in page-locked memory.</param>
/// <param name="capacity">The most tensors of a kind that are kept.</param>
internal sealed class BatchTensorPools(
    int batchSize, (int Height, int Width)? size, SampleParts parts, bool channelsLast, bool pinned, int capacity) : IDisposable
{
    private readonly TensorPools? pools = size is { } fix ? new TensorPools(batchSize, fix, parts, channelsLast, pinned, capacity) : null;

    /// <summary>Tensors with any content, for a batch of the common size.</summary>
    public BatchTensors Take() => pools!.Take();

    /// <summary>Tensors with any content, for a batch of a size of its own.</summary>
    public BatchTensors Make(int height, int width)
    {
        using var one = new TensorPools(batchSize, (height, width), parts, channelsLast, pinned, 0);
        return one.Take();
    }

    /// <summary>Takes tensors back.</summary>
    public void Return(Tensor images, Tensor? labels, Tensor? segmentIds)
    {
        if (pools is not null)
        {
            pools.Return(images, labels, segmentIds);
            return;
        }

        images.Dispose();
        labels?.Dispose();
        segmentIds?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => pools?.Dispose();

    private sealed class TensorPools(
        int batchSize, (int Height, int Width) size, SampleParts parts, bool channelsLast, bool pinned, int capacity) : IDisposable
    {
        private readonly TensorPool images = new([batchSize, 3, size.Height, size.Width], DType.Float32, channelsLast, pinned, capacity);
        private readonly TensorPool? labels = parts.HasFlag(SampleParts.Labels)
            ? new([batchSize, size.Height, size.Width], DType.Int64, false, pinned, capacity)
            : null;

        private readonly TensorPool? ids = parts.HasFlag(SampleParts.Segments)
            ? new([batchSize, size.Height, size.Width], DType.Int32, false, pinned, capacity)
            : null;

        public BatchTensors Take() => new(images.Take(), labels?.Take(), ids?.Take());

        public void Return(Tensor image, Tensor? label, Tensor? segmentIds)
        {
            images.Return(image);
            if (label is not null)
            {
                labels!.Return(label);
            }

            if (segmentIds is not null)
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
