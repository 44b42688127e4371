using Panoptes.Data.Configuration;
using Panoptes.Foundation;

namespace Panoptes.Data.Sampling;

/// <summary>The classes that pairs are drawn of, and the images that each occurs in.</summary>
public sealed class ClassSegments
{
    private readonly SegmentIndex index;
    private readonly SamplerConfig config;
    private readonly Dictionary<int, int[]> images;

    /// <summary>Finds what may be drawn.</summary>
    /// <param name="index">The segments of a data set.</param>
    /// <param name="config">Which of them count.</param>
    /// <param name="source">What messages call the data set.</param>
    /// <exception cref="InputException">No segment counts.</exception>
    public ClassSegments(SegmentIndex index, SamplerConfig config, string source)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(config);
        (this.index, this.config) = (index, config);
        var lists = new SortedDictionary<int, List<int>>();
        for (var image = 0; image < index.Images; image++)
        {
            foreach (var trainId in index[image].Packed.Where(IsListed).Select(segment => (int)segment.TrainId).Distinct())
            {
                if (!lists.TryGetValue(trainId, out var list))
                {
                    lists.Add(trainId, list = []);
                }

                list.Add(image);
            }
        }

        images = lists.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());
        Classes = [.. lists.Keys];
        if (Classes.Count == 0)
        {
            throw new InputException(
                source,
                $"no segment{(config.IncludeStuff ? "" : " of a thing")} of {config.MinPixels} or more pixels in {index.Images} images",
                "at least one to lay a crop round",
                config.IncludeStuff ? "set data.sampler.kind=random" : "set data.sampler.include_stuff=true, or data.sampler.kind=random");
        }
    }

    /// <summary>Train ids of the classes that occur, ascending; each is drawn equally often.</summary>
    public IReadOnlyList<int> Classes { get; }

    /// <summary>The images that have a segment of a class that is no crowd, ascending.</summary>
    /// <param name="trainId">One of <see cref="Classes"/>.</param>
    public IReadOnlyList<int> ImagesOf(int trainId) => images[trainId];

    /// <summary>The segments of a class that may be drawn in an image of <see cref="ImagesOf"/>; never none.</summary>
    /// <param name="trainId">The class.</param>
    /// <param name="image">The image.</param>
    public IReadOnlyList<IndexedSegment> SegmentsOf(int trainId, int image) =>
        [.. index[image].Packed.Where(segment => segment.TrainId == trainId && IsDrawn(segment)).Select(segment => segment.Unpack())];

    /// <summary>A segment of an image as what a crop is laid round.</summary>
    /// <param name="image">The image.</param>
    /// <param name="segment">One of its segments.</param>
    public CropTarget Target(int image, IndexedSegment segment) => new(segment, index[image].Width, index[image].Height);

    // As in the released code, a group alone puts no image on the list, but may be drawn from one that is.
    private bool IsListed(PackedSegment segment) => !segment.IsCrowd && IsDrawn(segment);

    private bool IsDrawn(PackedSegment segment) =>
        !(segment.IsCrowd && config.ExcludeCrowd) && segment.Area >= config.MinPixels && (segment.IsThing || config.IncludeStuff);
}
