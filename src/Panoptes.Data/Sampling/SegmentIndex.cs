using Panoptes.Data.Samples;

namespace Panoptes.Data.Sampling;

/// <summary>
/// Which segments each image of a data set has, of which class, where and how large: about 15 bytes a segment on disk and 32 in memory.
/// 100,000 images of 11 segments take 16 MB on disk and 33 MB in memory.
/// </summary>
public sealed class SegmentIndex
{
    private readonly IReadOnlyList<ImageSegments> images;

    /// <summary>Makes an index of what was found.</summary>
    /// <param name="images">An entry for each image of the data set, in its order.</param>
    internal SegmentIndex(IReadOnlyList<ImageSegments> images) =>
        (this.images, Segments) = (images, images.Sum(image => (long)image.Packed.Length));

    /// <summary>Reads the labels of a whole data set, and keeps the index nowhere.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">Threads, and who is told; the defaults where null.</param>
    /// <exception cref="Foundation.InputException">It has no segments, or labels cannot be read.</exception>
    public static SegmentIndex Build(IDataset dataset, SegmentIndexOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return SegmentIndexBuilder.Build(dataset, options ?? new SegmentIndexOptions());
    }

    /// <summary>Images, those without segments too.</summary>
    public int Images => images.Count;

    /// <summary>Segments of all images together.</summary>
    public long Segments { get; }

    /// <summary>An image's segments, in the order of its labels.</summary>
    /// <param name="image">Its index in the data set.</param>
    public IEnumerable<IndexedSegment> Of(int image) => images[image].Packed.Select(packed => packed.Unpack());

    /// <summary>The size of an image's labels in pixels, which boxes refer to.</summary>
    /// <param name="image">Its index in the data set.</param>
    public (int Width, int Height) SizeOf(int image) => (images[image].Width, images[image].Height);

    /// <summary>What the index keeps of an image.</summary>
    internal ImageSegments this[int image] => images[image];
}
