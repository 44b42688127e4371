
using Panoptes.Metrics.Exchange;

namespace Panoptes.Metrics.Instances;

/// <summary>
/// Average precision gathered image by image, as <see cref="InstanceEvaluation"/> computes it. Of an image stay its scores and what each
/// detection counts as, some 50 bytes a detection; no masks. Accumulators of parts of a data set merge to the numbers of the whole.
/// Not thread-safe.
/// </summary>
public sealed class InstanceAccumulator
{
    private readonly IReadOnlyList<InstanceCategory> categories;
    private readonly InstanceOptions options;
    private readonly double[] thresholds;
    private readonly int[] maxDetections;
    private readonly Dictionary<long, int> places;
    private readonly List<GroupOutcomes>[] byClass;
    private readonly HashSet<int> images = [];
    private readonly GreedyMatching matching = new();

    /// <summary>Nothing gathered yet.</summary>
    /// <param name="categories">The categories, by ascending id.</param>
    /// <param name="options">How; selections of images and categories do not apply, matches are not kept.</param>
    public InstanceAccumulator(IReadOnlyList<InstanceCategory> categories, InstanceOptions options)
    {
        ArgumentNullException.ThrowIfNull(categories);
        ArgumentNullException.ThrowIfNull(options);
        (this.categories, this.options) = (categories, options);
        thresholds = [.. options.IoUThresholds];
        maxDetections = [.. options.MaxDetections.Order()];
        places = categories.Select((category, place) => (category.Id, place)).ToDictionary(entry => entry.Id, entry => entry.place);
        byClass = [.. categories.Select(_ => new List<GroupOutcomes>())];
    }

    /// <summary>Adds an image; nothing of it may have been added before.</summary>
    /// <param name="image">Its index in the data set.</param>
    /// <param name="truths">Its objects, with masks where overlaps are measured on them.</param>
    /// <param name="detections">Its detections, likewise.</param>
    /// <exception cref="ArgumentException">The image was added before.</exception>
    public void Add(int image, IEnumerable<InstanceObject> truths, IEnumerable<InstanceObject> detections)
    {
        if (!images.Add(image))
        {
            throw new ArgumentException($"image {image} was added before", nameof(image));
        }

        var (given, found) = (truths.ToLookup(o => o.Category), detections.ToLookup(o => o.Category));
        foreach (var (category, place) in places)
        {
            if (given.Contains(category) || found.Contains(category))
            {
                var objects = new ImageObjects(image, [.. given[category]], [.. found[category]], options, maxDetections[^1], o => o.Mask);
                byClass[place].Add(GroupOutcomes.Of(objects, thresholds, options.AreaRanges, matching));
            }
        }
    }

    /// <summary>Adds what another gathered of other images, for the same categories and options.</summary>
    /// <exception cref="ArgumentException">Categories or options differ, or an image is in both.</exception>
    public void Merge(InstanceAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!categories.SequenceEqual(other.categories) || options.Overlap != other.options.Overlap || images.Overlaps(other.images))
        {
            throw new ArgumentException(
                "average precision adds up for the same categories and options, and each image once", nameof(other));
        }

        images.UnionWith(other.images);
        for (var k = 0; k < byClass.Length; k++)
        {
            byClass[k].AddRange(other.byClass[k]);
        }
    }

    /// <summary>Writes what was gathered for another process, without loss: some 50 bytes a detection.</summary>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write7BitEncodedInt((int)options.Overlap);
        writer.Write7BitEncodedInt(thresholds.Length);
        writer.Write7BitEncodedInt(options.AreaRanges.Count);
        int[] ordered = [.. images.Order()];
        writer.WriteEach(ordered, (to, image) => to.Write7BitEncodedInt(image));
        writer.WriteEach(categories, (to, category) => to.Write7BitEncodedInt64(category.Id));
        foreach (var groups in byClass)
        {
            writer.WriteEach(groups, (to, group) => group.Write(to, thresholds.Length));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">What is read.</param>
    /// <param name="categories">The categories, by ascending id.</param>
    /// <param name="options">How it was gathered.</param>
    /// <exception cref="InvalidDataException">It was gathered for other categories or options.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static InstanceAccumulator Read(BinaryReader reader, IReadOnlyList<InstanceCategory> categories, InstanceOptions options)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var read = new InstanceAccumulator(categories, options);
        var settings = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        read.images.UnionWith(reader.ReadEach(from => from.ReadBelow(int.MaxValue, "image")));
        var ids = reader.ReadEach(from => from.Read7BitEncodedInt64());
        if (settings != ((int)options.Overlap, read.thresholds.Length, options.AreaRanges.Count)
            || !ids.SequenceEqual(categories.Select(category => category.Id)))
        {
            throw new InvalidDataException("objects of other categories, or compared in another way");
        }

        foreach (var groups in read.byClass)
        {
            groups.AddRange(reader.ReadEach(from => GroupOutcomes.Read(from, read.thresholds.Length, options.AreaRanges.Count)));
            if (groups.FirstOrDefault(group => !read.images.Contains(group.Image)) is { } strange)
            {
                throw new InvalidDataException($"objects of image {strange.Image}, which was not gathered");
            }
        }

        return read;
    }

    /// <summary>The report of all images added, whatever their order.</summary>
    public InstanceReport Report()
    {
        int[] ordered = [.. images.Order()];
        var outcomes = byClass.Select(groups => ClassOutcomes.Of(
            [.. groups.OrderBy(group => group.Image)
                .Select(group => group with { Image = Array.BinarySearch(ordered, group.Image) })],
            options.AreaRanges.Count * thresholds.Length)).ToArray();
        var curves = new PrecisionCurves(options, maxDetections, outcomes.Length);
        for (var k = 0; k < outcomes.Length; k++)
        {
            curves.Accumulate(k, outcomes[k]);
        }

        return new InstanceReport
        {
            Options = options,
            Images = [.. ordered.Select(image => (long)image)],
            Categories = categories,
            MaxDetections = maxDetections,
            Curves = curves,
            Outcomes = outcomes,
            Matches = [],
            Overlaps = [],
        };
    }
}
