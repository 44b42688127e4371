using Panoptes.Data.Pasting;
using Panoptes.Tensors;

namespace Panoptes.Data.Loading;

/// <summary>The tensors that a batch is written into.</summary>
/// <param name="Images">(N,3,H,W) float32.</param>
/// <param name="Labels">(N,H,W) int64, where label maps are wanted.</param>
/// <param name="SegmentIds">(N,H,W) int32, where segments are wanted.</param>
internal sealed record BatchTensors(Tensor Images, Tensor? Labels, Tensor? SegmentIds)
{
    /// <summary>As the images, before objects are pasted and colors change strongly, where that view is wanted.</summary>
    public Tensor? Weak { get; init; }

    /// <summary>The second and further strong views, as the images.</summary>
    public IReadOnlyList<Tensor> Further { get; init; } = [];

    /// <summary>All of them.</summary>
    public IEnumerable<Tensor> All => new[] { Images, Labels, SegmentIds, Weak }.OfType<Tensor>().Concat(Further);

    /// <summary>The images by the view's name.</summary>
    public IReadOnlyDictionary<string, Tensor> Views
    {
        get
        {
            var views = new Dictionary<string, Tensor> { [Batch.ImageView] = Images };
            foreach (var (place, images) in Further.Index())
            {
                views.Add(BatchViews.StrongView(place + 1), images);
            }

            if (Weak is not null)
            {
                views.Add(BatchViews.WeakView, Weak);
            }

            return views;
        }
    }

    /// <summary>The tensors of a batch.</summary>
    public static BatchTensors Of(Batch batch) => new(batch.Images, batch.Targets.Labels, batch.Targets.Segments?.Ids)
    {
        Weak = batch.Views.GetValueOrDefault(BatchViews.WeakView),
        Further = [.. Enumerable.Range(1, batch.Views.Count)
            .Select(place => batch.Views.GetValueOrDefault(BatchViews.StrongView(place)))
            .TakeWhile(images => images is not null).Select(images => images!)],
    };

    /// <summary>Gives another view what the images are now.</summary>
    public unsafe void CopyImagesTo(Tensor view)
    {
        var bytes = 4 * Images.Count;
        Buffer.MemoryCopy((void*)Images.DataPointer, (void*)view.DataPointer, bytes, bytes);
    }

    /// <summary>Width in pixels.</summary>
    public int Width => (int)Images.Size(3);

    /// <summary>Height in pixels.</summary>
    public int Height => (int)Images.Size(2);

    /// <summary>The pixels of one sample, to be painted over.</summary>
    public SampleCanvas Canvas(int item)
    {
        var room = Room(item);
        return new SampleCanvas(room.Image, !Images.IsContiguous, room.Labels, room.SegmentIds, Width);
    }

    /// <summary>The memory of one sample.</summary>
    public unsafe SampleRoom Room(int item)
    {
        var area = checked((int)(Images.Size(2) * Images.Size(3)));
        return new SampleRoom(
            new Span<float>((float*)Images.DataPointer + (3L * item * area), 3 * area),
            Labels is null ? [] : new Span<long>((long*)Labels.DataPointer + ((long)item * area), area),
            SegmentIds is null ? [] : new Span<int>((int*)SegmentIds.DataPointer + ((long)item * area), area));
    }
}

/// <summary>Memory that one sample is written into; what is not wanted is empty.</summary>
/// <param name="image">3 * Height * Width values.</param>
/// <param name="labels">Height * Width train ids.</param>
/// <param name="segmentIds">Height * Width segment ids.</param>
internal readonly ref struct SampleRoom(Span<float> image, Span<long> labels, Span<int> segmentIds)
{
    /// <summary>Takes the normalized image.</summary>
    public Span<float> Image { get; } = image;

    /// <summary>Takes the train ids.</summary>
    public Span<long> Labels { get; } = labels;

    /// <summary>Takes the segment ids.</summary>
    public Span<int> SegmentIds { get; } = segmentIds;
}
