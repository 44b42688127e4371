using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;

namespace Panoptes.Data.Splits;

/// <summary>What an image shows.</summary>
/// <param name="Classes">Train ids of its classes, ascending; what is not learned and groups that were not told apart do not count.</param>
/// <param name="Objects">How many objects it has of each of them; 0 for stuff, and where objects are not known.</param>
internal sealed record ImageContents(int[] Classes, int[] Objects);

/// <summary>What every image of a split shows: read once, one image at a time, and kept without any pixel.</summary>
internal sealed class SplitContents
{
    private readonly ImageContents[] images;

    /// <summary>Takes what is known.</summary>
    /// <param name="names">Names of the images.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="images">What each image shows; null where nothing is labeled.</param>
    public SplitContents(IReadOnlyList<string> names, IReadOnlyList<string> classes, ImageContents[]? images)
    {
        (Names, Classes, IsLabeled) = (names, classes, images is not null);
        this.images = images ?? [.. names.Select(_ => new ImageContents([], []))];
        ImagesOf = new int[classes.Count];
        foreach (var trainId in this.images.SelectMany(image => image.Classes))
        {
            ImagesOf[trainId]++;
        }
    }

    /// <summary>Names of the images, in the order of the data set.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Names of the classes, by train id.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Whether anything is labeled.</summary>
    public bool IsLabeled { get; }

    /// <summary>How many images show each class.</summary>
    public int[] ImagesOf { get; }

    /// <summary>What an image shows.</summary>
    public ImageContents this[int image] => images[image];

    /// <summary>Looks at a whole split.</summary>
    /// <param name="dataset">The split.</param>
    /// <param name="store">Keeps which segments there are.</param>
    /// <param name="options">How they are read.</param>
    /// <exception cref="Foundation.InputException">Labels cannot be read.</exception>
    public static SplitContents Read(IDataset dataset, SegmentIndexStore store, SegmentIndexOptions options)
    {
        string[] names = [.. Enumerable.Range(0, dataset.Count).Select(i => dataset.Files(i).Name)];
        return new SplitContents(names, dataset.Classes.Names, dataset.Available switch
        {
            var parts when (parts & (SampleParts.Segments | SampleParts.Instances)) != 0 => Segments(store.Open(dataset, options)),
            var parts when parts.HasFlag(SampleParts.Labels) => Labels(dataset, options),
            _ => null,
        });
    }

    private static ImageContents[] Segments(SegmentIndex index) =>
        [.. Enumerable.Range(0, index.Images).Select(image =>
        {
            var classes = index[image].Packed.Where(segment => !segment.IsCrowd).GroupBy(segment => (int)segment.TrainId)
                .OrderBy(group => group.Key).ToArray();
            return new ImageContents(
                [.. classes.Select(group => group.Key)], [.. classes.Select(group => group.Count(segment => segment.IsThing))]);
        })];

    private static ImageContents[] Labels(IDataset dataset, SegmentIndexOptions options) => WholeSplit.Read(
        dataset, options, (i, buffers) => Look(dataset.Load(i, SampleParts.Labels, buffers), dataset.Classes.VoidTrainId));

    private static ImageContents Look(Sample sample, int voidTrainId)
    {
        var labels = sample.StoredLabels!;
        var classes = new SortedSet<int>();
        foreach (var id in labels.CountIds().Keys)
        {
            if (!labels.Classes.TryGetTrainId(id, out var trainId))
            {
                var (x, y) = labels.Find(id);
                throw labels.Unlisted(x, y);
            }

            if (trainId != voidTrainId)
            {
                classes.Add(trainId);
            }
        }

        return new ImageContents([.. classes], new int[classes.Count]);
    }
}
