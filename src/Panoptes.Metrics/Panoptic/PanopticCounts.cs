using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Panoptic;

/// <summary>Panoptic sums over images. Additions are exact: order and split do not matter. Not thread-safe; merge.</summary>
public sealed class PanopticCounts
{
    /// <summary>Nothing counted yet.</summary>
    /// <param name="categories">The classes, in the order in which segments name them.</param>
    public PanopticCounts(IReadOnlyList<PanopticCategory> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        Categories = categories;
        Tally = new PanopticTally(categories);
        PixelConfusion = new ConfusionMatrix(Math.Max(1, categories.Count));
        Confusion = new ConfusionCurve(categories.Count);
    }

    /// <summary>The classes.</summary>
    public IReadOnlyList<PanopticCategory> Categories { get; }

    /// <summary>Images counted.</summary>
    public long Images { get; private set; }

    /// <summary>Sums of segments and things, by class and size.</summary>
    public PanopticTally Tally { get; }

    /// <summary>Sums by class.</summary>
    public IReadOnlyList<PanopticSums> Sums => Tally.Sums;

    /// <summary>Pixel sums of thing classes, by class.</summary>
    public IReadOnlyList<ThingPixels> ThingPixels => Tally.ThingPixels;

    /// <summary>Pixels by (true class, predicted class); void is <see cref="ConfusionMatrix.None"/>.</summary>
    public ConfusionMatrix PixelConfusion { get; }

    /// <summary>Predictions that cover several things.</summary>
    public ConfusionCurve Confusion { get; }

    /// <summary>Counts one image.</summary>
    /// <param name="table">Its segments and shared pixels.</param>
    /// <param name="matches">What <see cref="PanopticMatcher"/> made of them.</param>
    /// <param name="imageId">The image's name, where what it adds is kept.</param>
    /// <returns>What the image adds, and its confused predictions, that with the largest confused area first.</returns>
    public (ImagePanopticSums Sums, IReadOnlyList<ConfusedSegment> Confused) Add(
        PanopticTable table, PanopticMatches matches, string imageId = "")
    {
        ArgumentNullException.ThrowIfNull(matches);
        var overlaps = new SegmentOverlaps(table, Categories);
        var confused = ConfusedSegment.Of(overlaps);
        var sums = ImagePanopticSums.Of(imageId, overlaps, matches, confused);
        Images++;
        Tally.Add(sums);
        Confusion.Add(overlaps);
        foreach (var pair in overlaps.Pairs)
        {
            PixelConfusion.AddCount(
                pair.Truth < 0 ? PixelConfusion.None : table.Truth[pair.Truth].Category,
                pair.Prediction < 0 ? PixelConfusion.None : table.Prediction[pair.Prediction].Category, pair.Pixels);
        }

        return (sums, confused);
    }

    /// <summary>Adds what another counted, for the same classes.</summary>
    public void Merge(PanopticCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Categories.SequenceEqual(other.Categories))
        {
            throw new ArgumentException("counts of different classes do not add up", nameof(other));
        }

        Images += other.Images;
        Tally.Merge(other.Tally);
        PixelConfusion.Merge(other.PixelConfusion);
        Confusion.Merge(other.Confusion);
    }

    /// <summary>Writes the counts for another process, without loss.</summary>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write7BitEncodedInt64(Images);
        Tally.Write(writer);
        PixelConfusion.Write(writer);
        Confusion.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">What is read.</param>
    /// <param name="categories">The classes that were counted.</param>
    /// <exception cref="InvalidDataException">They are no counts of so many classes.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static PanopticCounts Read(BinaryReader reader, IReadOnlyList<PanopticCategory> categories)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var counts = new PanopticCounts(categories) { Images = reader.Read7BitEncodedInt64() };
        counts.Tally.Merge(PanopticTally.Read(reader, categories));
        counts.PixelConfusion.Merge(ConfusionMatrix.Read(reader, counts.PixelConfusion.Classes));
        counts.Confusion.Merge(ConfusionCurve.Read(reader, categories.Count));
        return counts;
    }
}
