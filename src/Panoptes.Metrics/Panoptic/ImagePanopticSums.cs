using Panoptes.Metrics.Exchange;

namespace Panoptes.Metrics.Panoptic;

/// <summary>What one image adds to a class.</summary>
/// <param name="Category">Index of the class.</param>
/// <param name="Sums">Sums of its segments.</param>
/// <param name="Pixels">Sums of its pixels, where it is one of things.</param>
/// <param name="Confused">Its predicted segments; of things.</param>
public sealed record ClassSums(int Category, PanopticSums Sums, ThingPixels Pixels, ConfusedCount Confused);

/// <summary>What one image adds to a size of things.</summary>
/// <param name="Size">The size.</param>
/// <param name="ByTruth">Matched and ground-truth pixels of the truth segments of this size: for Acc.</param>
/// <param name="ByPrediction">Matched and predicted pixels of the predicted segments of this size: for Prec.</param>
/// <param name="Confused">Predicted segments of this size.</param>
public sealed record SizeSums(SegmentSize Size, ThingPixels ByTruth, ThingPixels ByPrediction, ConfusedCount Confused);

/// <summary>
/// What one image adds to the sums, classes and sizes with nothing left out: some hundred bytes, whatever its size, of which intervals
/// and paired comparisons are made.
/// </summary>
/// <param name="ImageId">The image.</param>
/// <param name="Classes">By class.</param>
/// <param name="Sizes">By size of things.</param>
/// <param name="ConfusedPixels">The confused area at T = 25 %: pixels of confused predictions on the things that they mix.</param>
public sealed record ImagePanopticSums(
    string ImageId, IReadOnlyList<ClassSums> Classes, IReadOnlyList<SizeSums> Sizes, long ConfusedPixels)
{
    /// <summary>The sums of one image.</summary>
    /// <param name="imageId">Its name.</param>
    /// <param name="table">Its segments and shared pixels.</param>
    /// <param name="matches">What <see cref="PanopticMatcher"/> made of them.</param>
    /// <param name="categories">The classes, in the order in which segments name them.</param>
    public static ImagePanopticSums Of(
        string imageId, PanopticTable table, PanopticMatches matches, IReadOnlyList<PanopticCategory> categories)
    {
        var overlaps = new SegmentOverlaps(table, categories);
        return Of(imageId, overlaps, matches, ConfusedSegment.Of(overlaps));
    }

    /// <summary>Writes the sums for another process, without loss.</summary>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(ImageId);
        writer.WriteEach(Classes, PanopticBytes.Write);
        writer.WriteEach(Sizes, PanopticBytes.Write);
        writer.Write7BitEncodedInt64(ConfusedPixels);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">What is read.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="InvalidDataException">They are no sums of so many classes.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static ImagePanopticSums Read(BinaryReader reader, int classes)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new ImagePanopticSums(
            reader.ReadString(), reader.ReadEach(from => PanopticBytes.ReadClass(from, classes)), reader.ReadEach(PanopticBytes.ReadSize),
            reader.Read7BitEncodedInt64());
    }

    internal static ImagePanopticSums Of(
        string imageId, SegmentOverlaps overlaps, PanopticMatches matches, IReadOnlyList<ConfusedSegment> confused)
    {
        var sums = PanopticSums.Of(overlaps.Table, matches, overlaps.Categories.Count);
        var things = new ThingSums(overlaps);
        things.Add(matches);
        things.Add(confused);
        return new ImagePanopticSums(
            imageId,
            [
                .. Enumerable.Range(0, sums.Length)
                    .Where(c => !sums[c].IsAbsent || things.Classes[c] != default || things.ConfusedOf[c] != default)
                    .Select(c => new ClassSums(c, sums[c], things.Classes[c], things.ConfusedOf[c])),
            ],
            [
                .. SegmentSizes.Apart
                    .Select(size => new SizeSums(
                        size, things.ByTruth[(int)size], things.ByPrediction[(int)size], things.ConfusedBySize[(int)size]))
                    .Where(size => size.ByTruth != default || size.ByPrediction != default || size.Confused != default),
            ],
            confused.Sum(segment => segment.Pixels));
    }
}
