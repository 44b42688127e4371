using Panoptes.Metrics.Exchange;

namespace Panoptes.Metrics.Panoptic;

/// <summary>
/// The sums of images, each taken no, one or several times: what every number of a panoptic evaluation but the confusion matrix and the
/// whole curve follows from. Additions are exact: order and split do not matter. Not thread-safe; merge.
/// </summary>
public sealed class PanopticTally
{
    private readonly PanopticSums[] sums;
    private readonly ThingPixels[] pixels;
    private readonly ConfusedCount[] confused;
    private readonly SizeSums[] sizes = [.. Enum.GetValues<SegmentSize>().Select(size => new SizeSums(size, default, default, default))];
    private (PanopticMeans All, PanopticMeans Things, PanopticMeans Stuff)? means;

    /// <summary>Nothing counted yet.</summary>
    /// <param name="categories">The classes, in the order in which segments name them.</param>
    public PanopticTally(IReadOnlyList<PanopticCategory> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        Categories = categories;
        (sums, pixels, confused) = (
            new PanopticSums[categories.Count], new ThingPixels[categories.Count], new ConfusedCount[categories.Count]);
    }

    /// <summary>The classes.</summary>
    public IReadOnlyList<PanopticCategory> Categories { get; }

    /// <summary>Sums of segments, by class.</summary>
    public IReadOnlyList<PanopticSums> Sums => sums;

    /// <summary>Sums of pixels of thing classes, by class.</summary>
    public IReadOnlyList<ThingPixels> ThingPixels => pixels;

    /// <summary>Predicted things and confused ones, by the class that is predicted.</summary>
    public IReadOnlyList<ConfusedCount> Confused => confused;

    /// <summary>Sums of pixels of all things.</summary>
    public ThingPixels AllThings => pixels.Aggregate(default(ThingPixels), (a, b) => a + b);

    /// <summary>Predicted things and confused ones of all classes.</summary>
    public ConfusedCount AllConfused => confused.Aggregate(default(ConfusedCount), (a, b) => a + b);

    /// <summary>Means over all classes.</summary>
    public PanopticMeans All => Means.All;

    /// <summary>Means over classes of things.</summary>
    public PanopticMeans Things => Means.Things;

    /// <summary>Means over classes of stuff.</summary>
    public PanopticMeans Stuff => Means.Stuff;

    private (PanopticMeans All, PanopticMeans Things, PanopticMeans Stuff) Means => means ??= Compute();

    /// <summary>Things of a size; of <see cref="SegmentSize.All"/> those of every size.</summary>
    public SizeSums Of(SegmentSize size) =>
        size == SegmentSize.All ? new SizeSums(size, AllThings, AllThings, AllConfused) : sizes[(int)size];

    /// <summary>Panoptic quality of a class.</summary>
    /// <param name="category">Index of the class.</param>
    public ClassPanopticScores ScoresOf(int category) => new(Categories[category], sums[category]);

    /// <summary>Adds an image.</summary>
    /// <param name="image">Its sums.</param>
    /// <param name="times">How often it is taken, at least 0.</param>
    public void Add(ImagePanopticSums image, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        means = null;
        foreach (var entry in image.Classes)
        {
            sums[entry.Category] += entry.Sums * times;
            pixels[entry.Category] += entry.Pixels * times;
            confused[entry.Category] += entry.Confused * times;
        }

        foreach (var entry in image.Sizes)
        {
            Add(entry, times);
        }
    }

    /// <summary>Adds what another counted, for the same classes.</summary>
    public void Merge(PanopticTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        means = null;
        for (var c = 0; c < sums.Length; c++)
        {
            sums[c] += other.sums[c];
            pixels[c] += other.pixels[c];
            confused[c] += other.confused[c];
        }

        foreach (var entry in other.sizes)
        {
            Add(entry, 1);
        }
    }

    /// <summary>Writes the sums for another process, without loss.</summary>
    internal void Write(BinaryWriter writer)
    {
        writer.WriteEach(sums, PanopticBytes.Write);
        writer.WriteEach(pixels, PanopticBytes.Write);
        writer.WriteEach(confused, PanopticBytes.Write);
        writer.WriteEach(sizes, PanopticBytes.Write);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, for as many classes.</summary>
    /// <exception cref="InvalidDataException">They are no sums of so many classes.</exception>
    internal static PanopticTally Read(BinaryReader reader, IReadOnlyList<PanopticCategory> categories)
    {
        var tally = new PanopticTally(categories);
        Fill(tally.sums, reader.ReadEach(PanopticBytes.ReadSums));
        Fill(tally.pixels, reader.ReadEach(PanopticBytes.ReadPixels));
        Fill(tally.confused, reader.ReadEach(PanopticBytes.ReadConfused));
        foreach (var entry in reader.ReadEach(PanopticBytes.ReadSize))
        {
            tally.Add(entry, 1);
        }

        return tally;

        static void Fill<T>(T[] into, IReadOnlyList<T> read)
        {
            if (read.Count != into.Length)
            {
                throw new InvalidDataException($"sums of {read.Count} classes, where there are {into.Length}");
            }

            read.ToArray().CopyTo(into, 0);
        }
    }

    private void Add(SizeSums entry, int times)
    {
        ref var size = ref sizes[(int)entry.Size];
        size = new SizeSums(
            entry.Size, size.ByTruth + (entry.ByTruth * times), size.ByPrediction + (entry.ByPrediction * times),
            size.Confused + (entry.Confused * times));
    }

    private (PanopticMeans All, PanopticMeans Things, PanopticMeans Stuff) Compute()
    {
        ClassPanopticScores[] classes = [.. Categories.Select((_, c) => ScoresOf(c))];
        return (
            PanopticScores.Mean(classes), PanopticScores.Mean(classes.Where(c => c.Category.IsThing)),
            PanopticScores.Mean(classes.Where(c => !c.Category.IsThing)));
    }
}
