using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Experiments.LabelReports;

/// <summary>Labels and truth of the same images, joined by the stem of the image and brought to the truth's size.</summary>
internal sealed class LabelPairs
{
    private readonly IDataset truth;
    private readonly IDataset labels;
    private readonly (int Truth, int Labels)[] places;

    /// <summary>Joins them.</summary>
    /// <exception cref="InputException">No image has both, or two images of the labels have one stem.</exception>
    public LabelPairs(IDataset truth, IDataset labels)
    {
        (this.truth, this.labels) = (truth, labels);
        var byStem = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < labels.Count; i++)
        {
            Require.That(
                byStem.TryAdd(Stem(labels, i), i), labels.Files(i).Image, $"a second image with the stem \"{Stem(labels, i)}\"",
                "one image a stem", "rename one of them");
        }

        places =
        [
            .. Enumerable.Range(0, truth.Count).Where(i => byStem.ContainsKey(Stem(truth, i))).Select(i => (i, byStem[Stem(truth, i)])),
        ];
        Require.That(
            places.Length > 0, labels.Name, $"none of the {truth.Count} images of {truth.Name}", "labels of some of them, by stem",
            "check the folders, or the split's name");
    }

    /// <summary>How many images have both.</summary>
    public int Count => places.Length;

    /// <summary>Whether both sides have label maps.</summary>
    public bool HavePixels => truth.Available.HasFlag(SampleParts.Labels) && labels.Available.HasFlag(SampleParts.Labels);

    /// <summary>Whether both sides have objects.</summary>
    public bool HaveObjects => HasObjects(truth) && HasObjects(labels);

    /// <summary>Both sides of an image.</summary>
    /// <param name="place">0 to <see cref="Count"/> - 1.</param>
    public (Sample Truth, Sample Labels) Load(int place)
    {
        const SampleParts Parts = SampleParts.Labels | SampleParts.Segments | SampleParts.Instances;
        var (t, l) = places[place];
        return (truth.Load(t, Parts), labels.Load(l, Parts));
    }

    /// <summary>A label map at the size of the truth.</summary>
    /// <param name="map">The label map.</param>
    /// <param name="size">The truth's size in pixels.</param>
    public static Plane<ushort> Fitted(Plane<ushort> map, (int Width, int Height) size) => (map.Width, map.Height) == size
        ? map : Resampler.Ids(map, Geometry.Identity(map.Width, map.Height).Resize(size.Width, size.Height), ushort.MaxValue);

    /// <summary>The objects of labels at the size of the truth; groups are none, as nobody said how many there are.</summary>
    /// <param name="sample">The labels.</param>
    /// <param name="classes">Their classes.</param>
    /// <param name="size">The truth's size in pixels.</param>
    public static IEnumerable<InstanceMask> Objects(Sample sample, ClassTable classes, (int Width, int Height) size) =>
        (SegmentInstances.Of(sample) ?? []).Where(one => !one.IsCrowd && one.CategoryTrainId < classes.Count
            && classes[one.CategoryTrainId].IsThing)
            .Select(one => one with { Mask = Fitted(one.Mask, size) }).Where(one => one.Mask.Area > 0);

    private static bool HasObjects(IDataset dataset) =>
        (dataset.Available & (SampleParts.Segments | SampleParts.Instances)) != 0 && dataset.Classes.Things.Any();

    private static string Stem(IDataset dataset, int index) => Path.GetFileNameWithoutExtension(dataset.Files(index).Image);

    private static RunLengthMask Fitted(RunLengthMask mask, (int Width, int Height) size) => (mask.Width, mask.Height) == size
        ? mask : RunLengthMask.Encode(Resampler.Ids(
            mask.Decode(), Geometry.Identity(mask.Width, mask.Height).Resize(size.Width, size.Height), (byte)0));
}
