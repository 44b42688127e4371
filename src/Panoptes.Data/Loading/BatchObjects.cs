using Panoptes.Data.Pasting;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;

namespace Panoptes.Data.Loading;

/// <summary>
/// The labeled objects of a batch: its objects with masks of their own, else its segments of things; no crowds. They are cut out of the
/// batch when they are asked for, so its pixels must still be there.
/// </summary>
public sealed class BatchObjects : IObjectBank
{
    private readonly BatchTensors tensors;
    private readonly IReadOnlyList<LoadedSample> samples;
    private readonly List<(int Sample, int Object, PixelRectangle Box)> found = [];
    private readonly Dictionary<int, ObjectCutout> made = [];

    /// <summary>Looks for the objects of a batch.</summary>
    /// <param name="batch">The batch, with objects or segments.</param>
    /// <param name="minBox">The box of an object must have more pixels than this on both sides.</param>
    public BatchObjects(Batch batch, int minBox)
        : this(BatchTensors.Of(batch), BatchPaster.Samples(batch), minBox)
    {
    }

    /// <summary>Looks for the objects of a batch that is being made.</summary>
    internal BatchObjects(BatchTensors tensors, IReadOnlyList<LoadedSample> samples, int minBox)
    {
        (this.tensors, this.samples) = (tensors, samples);
        for (var n = 0; n < samples.Count; n++)
        {
            foreach (var (place, box) in Boxes(n))
            {
                if (box.Width > minBox && box.Height > minBox)
                {
                    found.Add((n, place, box));
                }
            }
        }
    }

    /// <summary>The boxes of what is labeled in a sample, crowds included: in pixels of the batch, tight.</summary>
    /// <param name="batch">The batch, with objects or segments.</param>
    /// <param name="item">Which sample of it.</param>
    public static IReadOnlyList<MaskBox> Boxes(Batch batch, int item)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Targets.Instances is { } instances)
        {
            return [.. instances[item].Select(instance => instance.Mask.Box)];
        }

        var things = batch.Targets.Segments!.Tables[item].Where(segment => segment.IsThing).Select(segment => segment.Id);
        var tensors = BatchTensors.Of(batch);
        return [.. SegmentBoxes.Of(tensors.Room(item).SegmentIds, tensors.Width, things).Values.Where(box => !box.IsEmpty)
            .Select(box => new MaskBox(box.Left, box.Top, box.Width, box.Height))];
    }

    /// <inheritdoc/>
    public int Count => found.Count;

    /// <inheritdoc/>
    public ObjectCutout this[int place]
    {
        get
        {
            if (!made.TryGetValue(place, out var cutout))
            {
                made[place] = cutout = Cut(found[place].Sample, found[place].Object, found[place].Box);
            }

            return cutout;
        }
    }

    /// <summary>The sample of the batch that an object is in.</summary>
    /// <param name="place">The object, 0 to Count - 1.</param>
    public int SampleOf(int place) => found[place].Sample;

    private IEnumerable<(int Place, PixelRectangle Box)> Boxes(int n)
    {
        if (samples[n].Instances is { } instances)
        {
            return instances.Index().Where(entry => !entry.Item.IsCrowd).Select(entry => (entry.Index, entry.Item.Mask.Box.ToPixels()));
        }

        var things = samples[n].Segments!.Where(segment => segment is { IsThing: true, IsCrowd: false }).Select(segment => segment.Id);
        var boxes = SegmentBoxes.Of(tensors.Room(n).SegmentIds, tensors.Width, things);
        return boxes.Select(entry => (entry.Key, entry.Value));
    }

    private ObjectCutout Cut(int n, int place, PixelRectangle box)
    {
        var (mask, trainId) = samples[n].Instances is { } instances
            ? (instances[place].Mask.Decode(box.Left, box.Top, box.Width, box.Height), instances[place].TrainId)
            : (SegmentBoxes.Cut(tensors.Room(n).SegmentIds, tensors.Width, place, box), samples[n].Segments![place - 1].TrainId);
        var colors = tensors.Canvas(n).Cut(box);
        return new ObjectCutout(trainId, mask, colors, samples[n].Info.Name);
    }
}
